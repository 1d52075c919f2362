// The admin API as a server: guard → route → input → handler → JSON.

import { Readable } from 'node:stream'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RequestPayload,
} from 'fastify'
import { isWork, turns } from '../clock/turns.ts'
import { AdminFailure, callerGone } from './failure.ts'
import { createErrorRenderer } from './error-answer.ts'
import { createGuard, orRefused } from './guard.ts'
import { isLong, JSON_TYPE, streamOf, streamOfReport, textsOf } from './pieces.ts'
import { removeExpired } from './user-removal.ts'
import { createReportQueue } from './report-queue.ts'
import type { CallContext, Route } from './route.ts'
import { routes } from './routes.ts'
import type { AdminOptions } from './controls.ts'
import { createChanges } from './changes.ts'
import { createJudging } from './judging.ts'
import { createLive } from './live.ts'
import { createSamples } from '../samples/samples.ts'
import { createOpenCalls } from './open-calls.ts'
import { createUploads } from './uploads.ts'
import type { CallPatience } from '../clock/stall.ts'
import { createUnfinishedBodies } from '../transport/unfinished-bodies.ts'
import { withoutSchemas } from '../transport/without-schemas.ts'

const PREFIX = '/__admin'
const UNLIMITED = Number.MAX_SAFE_INTEGER
/** Router parameters need no own limit, because Node.js limits the whole head of a request. */
const MAX_PARAM_LENGTH = 2 ** 16

export type Admin = {
  readonly app: FastifyInstance
  /**
   * Ends live streams and sample clients. Calls in progress may finish within `patience`.
   */
  endCalls(patience: CallPatience): Promise<void>
}

/** Serves all paths below /__admin. The Fastify app never listens on a port of its own. */
export function buildAdmin({ controls, guard: guardOptions, rootOf }: AdminOptions): Admin {
  const guard = createGuard(guardOptions)
  const ownRoot = orRefused(rootOf)
  const app = Fastify({
    logger: false,
    schemaController: withoutSchemas,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    return503OnClosing: false,
    frameworkErrors: refuseUrl,
  })
  const live = createLive(controls.journal, controls.replica)
  const changes = createChanges(controls)
  const samples = createSamples()
  const judging = createJudging(controls, samples.hasEnded)
  const openCalls = createOpenCalls()
  const uploads = createUploads()
  const bodies = createUnfinishedBodies()
  const reportQueue = createReportQueue()
  const renderError = createErrorRenderer(controls)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) =>
    done(null, bytes),
  )
  app.addHook('onRequest', guardRequest)
  app.addHook('preParsing', beginBody)
  app.addHook('preClose', () => endCalls({ calls: 0, work: 0 }))
  app.setErrorHandler((error, request, reply) => {
    bodies.leave(request.raw)
    renderError(error, request, reply)
  })
  app.setNotFoundHandler((request) => {
    throw new AdminFailure(
      404,
      `there is no ${request.method} ${request.url.replace(/\?.*/s, '')}; see /docs/admin`,
    )
  })
  app.register(streamRoutes, { prefix: PREFIX })
  for (const route of routes) if (route.body !== 'stream') serve(app, route, PREFIX)
  return { app, endCalls }

  async function endCalls(patience: CallPatience): Promise<void> {
    live.close()
    changes.close()
    samples.stop()
    await openCalls.close(patience)
  }

  // The function is async, because the callback form of a hook would need a try/catch.
  async function guardRequest(
    { headers, socket }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    reply.header('Cache-Control', 'no-store')
    guard({ headers, localAddress: socket.localAddress })
    openCalls.enter(reply.raw)
  }

  /** The server's requests without a body emit no end, for which Fastify would wait. */
  function beginBody(
    { raw, routeOptions }: FastifyRequest,
    _reply: FastifyReply,
    body: RequestPayload,
    done: (error: null, body: RequestPayload) => void,
  ): void {
    const isEmpty = raw.readableEnded
    // No body of a GET is read. Calls that read a dataset stop the client while they are busy.
    const isRead = raw.method !== 'GET' && routeOptions.bodyLimit !== UNLIMITED
    if (!isEmpty && isRead) bodies.enter(raw)
    done(null, isEmpty ? Readable.from([]) : body)
  }

  /** Fastify runs no hook for a URL that its router refuses, so the guard runs here. */
  function refuseUrl(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    const render = (reason: unknown): void => renderError(reason, request, reply)
    guardRequest(request, reply).then(() => render(error), render)
  }

  function streamRoutes(scope: FastifyInstance, _options: object, done: () => void): void {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { bodyLimit: UNLIMITED },
      (_request, payload, ready) => ready(null, payload),
    )
    for (const route of routes) if (route.body === 'stream') serve(scope, route)
    done()
  }

  function serve(scope: FastifyInstance, route: Route, prefix = ''): void {
    const { method, url, body, maxBytes } = route
    scope.route({
      method,
      url: prefix + url,
      bodyLimit: body === 'stream' ? UNLIMITED : maxBytes,
      handler: (request, reply) => answer(route, request, reply),
    })
  }

  async function answer(
    { method, status, writesRows = false, repeatsTexts = false, judges = false, respond }: Route,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const context = {
      controls,
      live,
      changes,
      samples,
      judging,
      uploads,
      baseUrl: controls.redaction.sentence(ownRoot(request.headers)),
      request,
      reply,
      requireCaller: requireCaller(reply),
    }
    await removeExpired(controls)
    if (writesRows) await controls.store.untilWritable()
    if (judges) await reportQueue.enter(reply.raw)
    const given = await openCalls.work(() => finish(respond(context), context))
    if (method !== 'GET') changes.note()
    const result = repeatsTexts ? controls.redaction.value(given) : given
    // Redaction also learns tokens whose user is deleted before anybody uses them.
    controls.redaction.version()
    if (reply.sent || reply.raw.headersSent) return reply
    reply.code(reply.statusCode === 200 ? status : reply.statusCode)
    if (!isLong(result)) return reply.send(result)
    const stream = judges ? streamOfReport : streamOf
    return reply.type(JSON_TYPE).send(stream(textsOf(result)))
  }
}

/** Runs long work in turns until its caller disconnects. */
const finish = (given: unknown, { requireCaller: goOn }: CallContext): unknown =>
  isWork(given) ? turns.run(given, goOn) : given

const requireCaller =
  ({ raw }: FastifyReply) =>
  (): void => {
    if (raw.destroyed) throw callerGone()
  }
