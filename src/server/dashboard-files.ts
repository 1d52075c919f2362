// The dashboard's files over HTTP. The page is built before (vite.config.ts); it talks to the admin API and the emulated API like
// any other client. Nothing here is read or imported before somebody asks for it.

import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { assetUrl } from '../system/assets.ts'
import { withRealTicks } from '../clock/real-ticks.ts'
import { loadOnce } from '../system/load-once.ts'

const folder = fileURLToPath(assetUrl('dist/dashboard'))

const NOT_BUILT = 'The dashboard is not built; run "npm run dashboard" and load this page again.\n'

/** Below it lies everything that the page loads; the names hold a hash of what is in them. */
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

/** GET / and, below /__dashboard, what it loads. */
export function dashboardRoutes(app: FastifyInstance, _options: object, done: () => void): void {
  const files = loadOnce(() => withRealTicks(() => openFiles(app.errorHandler)))

  app.get('/', show)
  app.get(`${ASSETS}/*`, show)
  app.addHook('onClose', close)
  done()

  function show(request: FastifyRequest, reply: FastifyReply): unknown {
    if (!files.begun() && !existsSync(join(folder, 'index.html')))
      return reply.code(503).headers(headers).send(NOT_BUILT)
    return files.get().then((opened) => {
      reply.hijack()
      opened.routing(request.raw, reply.raw)
    })
  }

  async function close(): Promise<void> {
    // Files that could not be opened have failed the request that asked for them.
    await files.begun()?.then(
      (opened) => opened.close(),
      () => undefined,
    )
  }
}

/** An instance of its own that never listens, so that its plugin burdens only who asks for the page. */
async function openFiles(errorHandler: FastifyInstance['errorHandler']): Promise<FastifyInstance> {
  const { default: fastifyStatic } = await import('@fastify/static')
  const files = Fastify({ logger: false })
  files.setErrorHandler(errorHandler)
  files.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
  await files.register(fastifyStatic, { root: folder, ...serving })
  await files.ready()
  // The plugin passes over folders that it cannot read at the moment.
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
  // Only files that are there now are routes, so that no request names a path.
  wildcard: false,
  cacheControl: false,
  setHeaders: (reply: FastifyReply, path: string): unknown =>
    reply.header(
      'Cache-Control',
      path.includes(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ),
}
