// The routes of the server. Requests without a route of their own go to the emulation, which knows
// Laravel's routes, methods and errors.
//
//   listener.ts → Fastify → pipeline.ts → delivery.ts → socket
//                         → admin/: the admin API
//                         → dashboard-files.ts: the dashboard

import type { IncomingMessage } from 'node:http'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { LazyAdmin } from '../admin/lazy-admin.ts'
import { hasBody, readBody } from '../transport/body.ts'
import { createUnfinishedBodies } from '../transport/unfinished-bodies.ts'
import { withoutSchemas } from '../transport/without-schemas.ts'
import { setImmediate } from '../clock/real-time.ts'
import { docsRoutes } from '../contract/docs.ts'
import { dashboardRoutes } from './dashboard-files.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Deliverer } from './delivery.ts'
import { CHALLENGE_HEADER, PROOF_HEADER, type Prove } from './instance-proof.ts'
import type { Connections } from '../journal/connections.ts'
import type { Pipeline } from './pipeline.ts'
import { createUnreadAnswers } from './unread-answers.ts'

export type AppOptions = {
  readonly pipeline: Pipeline
  readonly deliverer: Deliverer
  readonly admin: LazyAdmin
  /**
   * A request that may write waits for this first. After a rejection it goes on, and its answer
   * names the problem.
   */
  readonly untilWritable: () => Promise<void>
  /** Present when the journal must record what the judge needs. */
  readonly connections?: Connections | undefined
  /** Milliseconds since the program began. */
  readonly elapsed: () => number
  /** True: the dashboard is at the root. False: the emulation answers there. */
  readonly dashboard: boolean
  /** The name of this mock among several. */
  readonly replica?: string | undefined
  /** Receives errors that should never happen. */
  readonly report: (error: unknown) => void
  /** Present when an instance note holds the address of this mock. */
  readonly prove?: Prove | undefined
}

/** Detects admin calls that the router cannot: by an invalid URL, or by a method such as PROPFIND. */
const ADMIN = /^\/__admin(?:[/?]|$)/
const noQuery = {}
const CHALLENGE = CHALLENGE_HEADER.toLowerCase()

/** In bytes. While answers with more wait to be sent, no further answer is made. */
const MAX_UNSENT = 2 * 1024 * 1024

/** A request with its whole body. */
type Received = {
  readonly raw: IncomingMessage
  readonly reply: FastifyReply
  readonly body: string | undefined
}

/** An exchange with an answer that is not sent yet. */
type Unsent = { readonly reply: FastifyReply; readonly exchange: Exchange }

/** Builds the app. The caller listens on it and closes it. */
export function buildApp({
  pipeline,
  deliverer,
  admin,
  untilWritable,
  connections,
  elapsed,
  dashboard,
  replica,
  report,
  prove,
}: AppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    // Nothing reads the ids of requests.
    genReqId: () => '',
    frameworkErrors: (_error, request, reply) => callOrEmulate(request, reply),
    schemaController: withoutSchemas,
    // The emulation parses the query as PHP does. No other route reads it.
    routerOptions: { querystringParser: () => noQuery },
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.setErrorHandler(fail)
  app.get('/livez', () => ({ status: 'live' }))
  app.get('/readyz', tellReady)
  docsRoutes(app)
  if (dashboard) dashboardRoutes(app)
  app.all('/__admin', callAdmin)
  app.all('/__admin/*', callAdmin)
  app.get('/api/user/conversations', emulate)
  app.setNotFoundHandler(callOrEmulate)

  const unsent: Unsent[] = []
  let unsentBytes = 0
  /** The requests that wait until these answers are sent, in the order of their arrival. */
  const later: Received[] = []
  const unread = createUnreadAnswers(() => later.length > 0, respondLater)
  const bodies = createUnfinishedBodies()

  return app

  function tellReady({ headers, socket }: FastifyRequest, reply: FastifyReply): object {
    const proof = prove?.(headers[CHALLENGE], socket)
    if (proof !== undefined) reply.header(PROOF_HEADER, proof)
    return { status: 'ready', ...(replica !== undefined && { replica }) }
  }

  /**
   * Answers errors of the contract pages and the dashboard. System errors name folders of this
   * machine, so only the log gets them.
   */
  function fail(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    // For an invalid content type Laravel reports no error: it leaves the body unread.
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return callOrEmulate(request, reply)
    if ((error.statusCode ?? 500) < 500) return void reply.send(error)
    report(error)
    reply.code(500).type('text/plain; charset=utf-8')
    reply.send(
      'This page cannot be loaded; the log of the mock says why. Correct that, then load it again.\n',
    )
  }

  function callOrEmulate(request: FastifyRequest, reply: FastifyReply): void {
    ;(ADMIN.test(request.url) ? callAdmin : emulate)(request, reply)
  }

  function callAdmin({ raw }: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    connections?.of(raw.socket, elapsed).use()
    admin.handle(raw, reply.raw)
  }

  function emulate({ raw }: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    const mayWrite = raw.method === 'POST'
    if (!mayWrite && !hasBody(raw)) return respond({ raw, reply, body: '' })
    takeBody(raw, mayWrite).then(
      (body) => respond({ raw, reply, body }),
      () => reply.raw.destroy(),
    )
  }

  /** Rejects when the client goes away. */
  async function takeBody(raw: IncomingMessage, mayWrite: boolean): Promise<string | undefined> {
    const body = hasBody(raw) ? await readBody(raw, bodies) : ''
    if (mayWrite) await untilWritable().catch(() => undefined)
    return body
  }

  function respond(received: Received): void {
    const { raw, reply, body } = received
    if (unsentBytes > MAX_UNSENT || unread.mustWait(raw.headers)) return void later.push(received)
    const exchange = pipeline.handle({
      method: raw.method ?? 'GET',
      target: raw.url ?? '/',
      headers: raw.headers,
      body,
      connection: connections?.of(raw.socket, elapsed),
      address: raw.socket.remoteAddress,
    })
    unsentBytes += exchange.delivery.answer.body.length
    if (unsent.push({ reply, exchange }) === 1) setImmediate(flush)
  }

  /**
   * Sends answers to requests that arrived together in one go. Each send may wake a sleeping
   * client, and waking clients one by one halves the throughput.
   */
  function flush(): void {
    const ready = unsent.splice(0)
    pipeline.settle(ready)
    const now = elapsed()
    for (const { reply, exchange } of ready) {
      const { delivery, method, headers, connection } = exchange
      unread.note(reply.raw, headers, delivery)
      deliverer.send(reply.raw, delivery, method === 'HEAD')
      connection?.answered(now + delivery.delay)
    }
    unsentBytes = 0
    respondLater()
  }

  function respondLater(): void {
    for (const received of later.splice(0)) respond(received)
  }
}
