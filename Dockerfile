# The image is the program: `docker run --rm -p 4080:4080 conversations-mock --edition autocalls`

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The lock file names local packages of development.
COPY tools/node/package.json tools/node/
COPY tools/generators/package.json tools/generators/
RUN npm ci
COPY tsconfig.json rolldown.config.ts vite.config.ts ./
COPY tools tools
COPY src src
COPY fixtures fixtures
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
# Where --db may keep rows. A new volume takes its owner from the image.
RUN mkdir /data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/node/package.json tools/node/
COPY tools/generators/package.json tools/generators/
RUN npm ci --omit=dev && npm cache clean --force

FROM node:24-bookworm-slim
WORKDIR /app
# Loopback inside a container reaches nobody.
ENV NODE_ENV=production HOST=0.0.0.0 NODE_COMPILE_CACHE=/app/compile-cache
COPY --from=dependencies --chown=10001:10001 /data /data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE README.md openapi.yaml ./
COPY bin bin
COPY fixtures fixtures
COPY src/admin/openapi.yaml src/admin/openapi.yaml
# Any user may write to the compile cache: each has its own folder in it, and none where the root is read-only.
RUN mkdir -m 1777 compile-cache
LABEL org.opencontainers.image.title="conversations-mock" \
  org.opencontainers.image.description="A mock of the conversations API that white-label Laravel products sell" \
  org.opencontainers.image.licenses="MIT"
USER 10001:10001
# The second of two starts keeps the compiled code, so that a start in a container compiles almost nothing.
RUN for start in 1 2; do node bin/conversations-mock.js exec -- true || exit 1; done
EXPOSE 4080
# The OCI format has no health check: there compose.yaml and `health --wait` stand in for it.
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=10 CMD ["node", "/app/bin/conversations-mock.js", "health"]
ENTRYPOINT ["node", "/app/bin/conversations-mock.js"]
