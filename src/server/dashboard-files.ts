// The dashboard's files over HTTP. vite.config.ts builds the page beforehand. The page talks to the
// admin API and the emulated API like any other client. The files and the plugin are loaded at the
// first request for the page.

import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { assetUrl } from '../system/assets.ts'
import { withoutSchemas } from '../transport/without-schemas.ts'
import { withRealTicks } from '../clock/real-ticks.ts'
import { loadOnce } from '../system/load-once.ts'

const folder = fileURLToPath(assetUrl('dist/dashboard'))

const NOT_BUILT = 'The dashboard is not built; run "npm run dashboard" and load this page again.\n'

/** The folder of everything that the page loads. Each file name holds a hash of its content. */
const ASSETS = '/__dashboard'

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const

/** Serves the page at / and its files below /__dashboard. */
export function dashboardRoutes(app: FastifyInstance): void {
  const files = loadOnce(() => withRealTicks(() => openFiles(app.errorHandler)))

  app.get('/', show)
  app.get(`${ASSETS}/*`, show)
  app.addHook('onClose', close)

  function show(request: FastifyRequest, reply: FastifyReply): unknown {
    if (!files.begun() && !existsSync(join(folder, 'index.html')))
      return reply.code(503).headers(headers).send(NOT_BUILT)
    return files.get().then((opened) => {
      reply.hijack()
      opened.routing(request.raw, reply.raw)
    })
  }

  async function close(): Promise<void> {
    // The request that asked for the files has already reported a failure to open them.
    await files.begun()?.then(
      (opened) => opened.close(),
      () => undefined,
    )
  }
}

/**
 * Opens the files in a separate Fastify instance that never listens. The plugin then slows down
 * only requests for the dashboard.
 */
async function openFiles(errorHandler: FastifyInstance['errorHandler']): Promise<FastifyInstance> {
  const { default: fastifyStatic } = await import('@fastify/static')
  const files = Fastify({ logger: false, schemaController: withoutSchemas })
  files.setErrorHandler(errorHandler)
  files.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
  await files.register(fastifyStatic, { root: folder, ...serving })
  await files.ready()
  // The plugin silently skips folders that it cannot read at the moment.
  const missing = filesBelow(folder).find((url) => !files.hasRoute({ method: 'GET', url }))
  if (missing !== undefined) throw new Error(`${folder}${missing} was not served`)
  return files
}

const filesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(path, join(entry.parentPath, entry.name)).replaceAll(sep, '/')}`)

const serving = {
  preCompressed: true,
  // The plugin makes routes only for existing files, so no request can name another path.
  wildcard: false,
  cacheControl: false,
  setHeaders: (reply: FastifyReply, path: string): unknown =>
    reply.header(
      'Cache-Control',
      path.includes(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ),
}
