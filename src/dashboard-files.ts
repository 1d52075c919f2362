// The dashboard's files over HTTP. The page is built before (vite.config.ts); it talks to the admin API and the emulated API like
// any other client. Nothing here is read or imported before somebody asks for it.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { assetUrl } from './assets.ts'
import { withRealTicks } from './clock/real-ticks.ts'

const folder = fileURLToPath(assetUrl('dist/dashboard'))

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
  let files: Promise<FastifyInstance> | undefined

  app.get('/', show)
  app.get(`${ASSETS}/*`, show)
  app.addHook('onClose', close)
  done()

  function show(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    files ??= withRealTicks(openFiles)
    return files.then((opened) => {
      reply.hijack()
      opened.routing(request.raw, reply.raw)
    })
  }

  async function close(): Promise<void> {
    // Files that could not be opened have failed the request that asked for them.
    await files?.then(
      (opened) => opened.close(),
      () => undefined,
    )
  }
}

/** An instance of its own that never listens, so that its plugin burdens only who asks for the page. */
async function openFiles(): Promise<FastifyInstance> {
  const files = Fastify({ logger: false })
  files.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
  if (existsSync(folder)) await files.register((await import('@fastify/static')).default, { root: folder, ...serving })
  else
    files.get('/', (_request, reply) =>
      reply.code(503).send('The dashboard is not built; run "npm run dashboard" and load this page again.\n'),
    )
  await files.ready()
  return files
}

const serving = {
  preCompressed: true,
  // Only files that are there now are routes, so that no request names a path.
  wildcard: false,
  cacheControl: false,
  setHeaders: (reply: FastifyReply, path: string): unknown =>
    reply.header('Cache-Control', path.includes(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache'),
}
