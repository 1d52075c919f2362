// Serves the contract as a document and as Swagger UI, and the page of the judge's rules. It loads
// each of them at the first request.

import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { withRealTicks } from '../clock/real-ticks.ts'
import { loadOnce } from '../system/load-once.ts'
import { withoutSchemas } from '../transport/without-schemas.ts'
import { findEdition, noEdition } from './edition-list.ts'
import {
  type DocumentFormat,
  type DocumentName,
  documents,
  readDocument,
  readEditionDocument,
} from './file.ts'

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

const pages = { openapi: '/docs', 'openapi-admin': '/docs/admin' } as const satisfies Record<
  DocumentName,
  string
>

/**
 * Serves /openapi.yaml and /openapi.json (one edition with ?edition=NAME), the same for the admin
 * API, Swagger UI below /docs, and /docs/rules.
 */
export function docsRoutes(app: FastifyInstance): void {
  serveDocument(app, 'openapi')
  serveDocument(app, 'openapi-admin')
  serveRules(app)
}

function serveRules(app: FastifyInstance): void {
  const page = loadOnce(renderRules)
  app.get('/docs/rules', async (_request, reply) => {
    const { html, policy } = await page.get()
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', policy)
      .send(html)
  })
}

/** The page, and a Content-Security-Policy that allows only its one style. */
async function renderRules(): Promise<{ html: string; policy: string }> {
  const [{ rulesPage }, { style }] = await Promise.all([
    import('../judge/rules-page.ts'),
    import('../judge/page-style.ts'),
  ])
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return { html: rulesPage(), policy: policy.join('; ') }
}

function serveDocument(app: FastifyInstance, name: DocumentName): void {
  const yaml = loadOnce(() => readDocument(name, 'yaml'))
  const json = loadOnce(() => readDocument(name, 'json'))
  const ui = loadOnce(() => withRealTicks(() => openUi(name, app.errorHandler)))

  app.get(`/${name}.yaml`, async ({ url }, reply) => {
    const wanted = name === 'openapi' ? editionIn(url) : undefined
    if (wanted !== undefined) return sendEdition(reply, wanted, 'yaml')
    return reply.type('application/yaml').send(await yaml.get())
  })
  app.get(`/${name}.json`, async ({ url }, reply) => {
    const wanted = name === 'openapi' ? editionIn(url) : undefined
    if (wanted !== undefined) return sendEdition(reply, wanted, 'json')
    return reply.type('application/json').send(await json.get())
  })
  app.get(pages[name], showUi)
  app.get(`${pages[name]}/*`, showUi)
  app.addHook('onClose', closeUi)

  function showUi(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return ui.get().then((opened) => {
      reply.hijack()
      opened.routing(request.raw, reply.raw)
    })
  }

  async function closeUi(): Promise<void> {
    // If the UI did not open, the request for it has failed already.
    await ui.begun()?.then(
      (opened) => opened.close(),
      () => undefined,
    )
  }
}

/** The edition in the query; undefined means all editions. */
const editionIn = (url: string): string | undefined =>
  new URLSearchParams(url.split('?', 2)[1]).get('edition') ?? undefined

async function sendEdition(
  reply: FastifyReply,
  given: string,
  format: DocumentFormat,
): Promise<FastifyReply> {
  const edition = findEdition(given)
  if (edition === undefined)
    return reply
      .code(400)
      .type('text/plain; charset=utf-8')
      .send(`${noEdition(given)}\nLeave out "edition" for all of them.\n`)
  return reply.type(`application/${format}`).send(await readEditionDocument(edition, format))
}

/**
 * Swagger UI runs in its own Fastify instance, which never listens. So its plugins cost nothing
 * before the first visit.
 */
async function openUi(
  name: DocumentName,
  errorHandler: FastifyInstance['errorHandler'],
): Promise<FastifyInstance> {
  const [{ default: fastifySwagger }, { default: fastifySwaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ])
  const ui = Fastify({ logger: false, schemaController: withoutSchemas })
  ui.setErrorHandler(errorHandler)
  // The answer does not repeat the path, which may hold a secret.
  ui.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('text/plain; charset=utf-8')
      .send(`There is no such page; see ${pages[name]}\n`),
  )
  const path = fileURLToPath(documents[name])
  await ui.register(fastifySwagger, {
    mode: 'static',
    // "Try it out" sends requests to the server of the page, because the policy allows no other
    // server.
    specification: {
      path,
      baseDir: dirname(path),
      postProcessor: (document) => Object.assign(document, { servers: [{ url: '/' }] }),
    },
  })
  await ui.register(fastifySwaggerUi, {
    routePrefix: pages[name],
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: name === 'openapi' ? 'Conversations API' : 'Conversations mock: admin API' },
    uiConfig: { layout: 'BaseLayout', tryItOutEnabled: true },
  })
  await ui.ready()
  return ui
}
