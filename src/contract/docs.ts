// The contract over HTTP: the document and Swagger UI. Nothing here is read or imported before somebody asks for it.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { contractUrl, readContract } from './file.ts'

const PREFIX = '/docs'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** GET /openapi.yaml, /openapi.json and, below /docs, Swagger UI. */
export function docsRoutes(app: FastifyInstance, _options: object, done: () => void): void {
  let yaml: Promise<string> | undefined
  let json: Promise<string> | undefined
  let ui: Promise<FastifyInstance> | undefined

  app.get('/openapi.yaml', async (_request, reply) => reply.type('application/yaml').send(await (yaml ??= readContract('yaml'))))
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(await (json ??= readContract('json'))))
  app.get(PREFIX, showUi)
  app.get(`${PREFIX}/*`, showUi)
  app.addHook('onClose', closeUi)
  done()

  function showUi(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    ui ??= openUi()
    return ui.then((opened) => {
      reply.hijack()
      opened.routing(request.raw, reply.raw)
    })
  }

  async function closeUi(): Promise<void> {
    // A UI that could not be opened has failed the request that asked for it.
    await ui?.then(
      (opened) => opened.close(),
      () => undefined,
    )
  }
}

/** An instance of its own that never listens, so that its plugins burden only who asks for the page. */
async function openUi(): Promise<FastifyInstance> {
  const [{ default: fastifySwagger }, { default: fastifySwaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ])
  const ui = Fastify({ logger: false })
  const path = fileURLToPath(contractUrl)
  await ui.register(fastifySwagger, {
    mode: 'static',
    // "Try it out" goes to the server that shows the page, whatever its address: the policy allows no other.
    specification: { path, baseDir: dirname(path), postProcessor: (document) => Object.assign(document, { servers: [{ url: '/' }] }) },
  })
  await ui.register(fastifySwaggerUi, {
    routePrefix: PREFIX,
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'Conversations API' },
    uiConfig: { layout: 'BaseLayout', tryItOutEnabled: true },
  })
  await ui.ready()
  return ui
}
