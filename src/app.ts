// The server's table of contents. Whatever is not listed here is the emulation's: it knows Laravel's routes, methods and errors.
//
//   socket → Fastify → emulation (api/emulation.ts) → bytes

import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { hasBody, readBody } from './api/body.ts'
import type { Emulation } from './api/emulation.ts'
import type { Answer } from './api/http.ts'
import { docsRoutes } from './contract/docs.ts'

export type AppOptions = {
  readonly emulation: Emulation
  /** Told of an answer that could not be sent; its connection is closed. */
  readonly onError?: ((error: unknown) => void) | undefined
  /** Told of every answer of the emulation. */
  readonly onAnswer?: ((request: IncomingMessage, answer: Answer, milliseconds: number) => void) | undefined
}

type Envelope = { readonly reply: FastifyReply; readonly answer: Answer; readonly isHead: boolean }

/** Composes the server; the caller listens and closes. */
export function buildApp({ emulation, onAnswer, onError }: AppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    frameworkErrors: (_error, request, reply) => emulate(request, reply),
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.get('/livez', () => ({ status: 'live' }))
  app.get('/readyz', () => ({ status: 'ready' }))
  app.register(docsRoutes)
  app.get('/api/user/conversations', emulate)
  app.setNotFoundHandler(emulate)

  const outbox: Envelope[] = []

  return app

  function emulate({ raw }: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    if (!hasBody(raw)) return respond(raw, reply, '')
    readBody(raw).then(
      (body) => respond(raw, reply, body),
      () => reply.raw.destroy(),
    )
  }

  function respond(raw: IncomingMessage, reply: FastifyReply, body: string | undefined): void {
    const start = onAnswer && performance.now()
    const answer = emulation.answer({ method: raw.method ?? 'GET', target: raw.url ?? '/', headers: raw.headers, body })
    if (outbox.push({ reply, answer, isHead: raw.method === 'HEAD' }) === 1) setImmediate(flush)
    if (start !== undefined) onAnswer?.(raw, answer, performance.now() - start)
  }

  /**
   * Answers to requests that arrived together are sent together. Each send may wake a client that sleeps, and waking them one
   * by one halves the throughput.
   */
  function flush(): void {
    for (const envelope of outbox.splice(0)) {
      try {
        send(envelope)
      } catch (error) {
        // A header that echoes the request may hold what Node.js refuses to write.
        envelope.reply.raw.destroy()
        onError?.(error)
      }
    }
  }
}

/** No route has a schema for Fastify to compile; its compilers would cost a tenth of the start. */
function noSchemas(): never {
  throw new Error('a route brought a schema, but this server has no compiler for it')
}

/** Past Fastify, because names of headers keep Laravel's spelling and no charset is added to the type. */
function send({ reply: { raw }, answer: { status, headers, body }, isHead }: Envelope): void {
  if (isHead || status === 204) raw.writeHead(status, headers).end()
  else raw.writeHead(status, { ...headers, 'Content-Length': body.length }).end(body, 'latin1')
}
