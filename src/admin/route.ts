// A route of the admin API: its input, its answer and its work. The server and its OpenAPI document
// use the same table.

import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import * as z from 'zod'
import { isWork, type Work } from '../clock/turns.ts'
import { readBody } from './body.ts'
import { parseInput } from './input.ts'
import type { Changes } from './changes.ts'
import type { Judging } from './judging.ts'
import type { Live } from './live.ts'
import { isLongBody, parseLongBody, readLongBody, type RowList } from './long-body.ts'
import type { MockControls } from './controls.ts'
import type { Samples } from '../samples/samples.ts'
import type { Tag } from './tags.ts'
import type { Uploads } from './uploads.ts'

type Method = Extract<HTTPMethods, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>

type About = {
  readonly method: Method
  /** The path in Fastify's form, relative to /__admin: /users/:id */
  readonly url: string
  /** The method name in generated clients. */
  readonly operationId: string
  readonly tag: Tag
  readonly summary: string
  readonly description: string
  readonly status: 200 | 201 | 204
  /** Undefined for an answer without a body. */
  readonly response?: z.ZodType
  /**
   * True when the call changes rows now or later. It then waits for other processes, and fails when
   * the store is read-only.
   */
  readonly writesRows?: boolean
  /** The media type of the answer when it is not JSON. */
  readonly responseType?: 'text/event-stream'
  /** The error statuses of this route besides those of every route, with their meaning. */
  readonly failures?: Readonly<Record<number, string>>
  /** True when the answer contains texts from callers; secrets are then removed from it. */
  readonly repeatsTexts?: boolean
  /** True when the call judges, which can take much memory. Few such calls run at the same time. */
  readonly judges?: boolean
  /** A second status whose body is a normal answer and not an error. */
  readonly alternative?: {
    readonly status: number
    readonly description: string
    readonly response: z.ZodType
  }
}

type Definition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = About & {
  readonly params?: P
  readonly query?: Q
  /** `stream` passes on the bytes as they arrive. Absent when the call takes no body. */
  readonly body?: B | 'stream'
  /**
   * Chooses the union member that a body is checked against, so that errors name only fields of
   * that member.
   */
  readonly memberFor?: (body: unknown) => z.ZodType<z.output<B>>
  /** True when the body has rows. */
  readonly hasRows?: boolean
  /** Finds the lists of rows in the body. */
  readonly rowsOf?: (body: unknown) => readonly RowList[]
  /** Returns the answer, or a generator that makes it in turns. */
  readonly handle: (
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    context: CallContext,
  ) => unknown
}

/** The parts of the mock and of the HTTP exchange that the handler of a call uses. */
export type CallContext = {
  readonly controls: MockControls
  readonly live: Live
  readonly changes: Changes
  readonly samples: Samples
  readonly judging: Judging
  readonly uploads: Uploads
  /** The scheme://host of the mock as the caller reaches it. */
  readonly baseUrl: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Throws when the caller has disconnected. */
  readonly requireCaller: () => void
}

export type Route = About & {
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType | 'stream' | undefined
  /** The most bytes of a body. */
  readonly maxBytes: number
  readonly respond: (context: CallContext) => unknown
}

/** The limit of a body that is read in one turn. */
const MAX_BYTES = 2 ** 20
const MAX_BYTES_OF_ROWS = 2 ** 24

const None = z.strictObject({})
const NoBody = None.optional()

/** Defines a route. Problems of the input become an AdminFailure before the handler runs. */
export function route<
  P extends z.ZodType = typeof None,
  Q extends z.ZodType = typeof None,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B>): Route
export function route({
  params = None,
  query = None,
  body,
  memberFor,
  hasRows = false,
  rowsOf,
  handle,
  ...about
}: Definition<z.ZodType, z.ZodType, z.ZodType>): Route {
  return {
    ...about,
    params,
    query,
    body,
    maxBytes: rowsOf ? MAX_BYTES_OF_ROWS : MAX_BYTES,
    respond: (context) => {
      const { request } = context
      if (body !== 'stream' && isLongBody(request.body)) return respondToLong(context, request.body)
      const given = body === 'stream' ? undefined : readBody(request.body, hasRows)
      const others = parseOthers(context)
      return handle(
        {
          ...others,
          body: body === 'stream' ? undefined : parseInput(schemaFor(given), given, 'the body'),
        },
        context,
      )
    },
  }

  function schemaFor(given: unknown): z.ZodType {
    return memberFor?.(given) ?? (body === 'stream' ? undefined : body) ?? NoBody
  }

  function parseOthers({ request }: CallContext) {
    return {
      params: parseInput(params, request.params, 'the path'),
      query: parseInput(query, request.query, 'the query'),
    }
  }

  function* respondToLong(context: CallContext, bytes: Uint8Array): Work<unknown> {
    const given = yield* readLongBody(bytes, hasRows)
    const others = parseOthers(context)
    const parsed = yield* parseLongBody(schemaFor(given), given, rowsOf?.(given) ?? [])
    yield
    const answer = handle({ ...others, body: parsed }, context)
    return isWork(answer) ? yield* answer : answer
  }
}
