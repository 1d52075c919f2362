// A route of the admin API: what it takes, what it gives, and what it does. The same table makes the server and its document.

import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import * as z from 'zod'
import { isWork, type Work } from '../clock/turns.ts'
import { readBody } from './body.ts'
import { parseInput } from './input.ts'
import type { Changes } from './changes.ts'
import type { Live } from './live.ts'
import { isLongBody, parseLongBody, readLongBody, type RowList } from './long-body.ts'
import type { MockControls } from './controls.ts'
import type { Samples } from '../samples/samples.ts'
import type { Tag } from './tags.ts'

export type Method = Extract<HTTPMethods, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>

type About = {
  readonly method: Method
  /** As Fastify writes it, below /__admin: /users/:id */
  readonly url: string
  /** The name of the method in generated clients. */
  readonly operationId: string
  readonly tag: Tag
  readonly summary: string
  readonly description: string
  readonly status: 200 | 201 | 204
  /** Undefined for an answer without body. */
  readonly response?: z.ZodType
  /** Whether it changes what the store keeps, now or later: it then waits for other processes, and fails where nothing can be written. */
  readonly writesRows?: boolean
  /** Another type than JSON. */
  readonly responseType?: 'text/event-stream'
  /** Further statuses besides those that every route has, and what they mean. */
  readonly failures?: Readonly<Record<number, string>>
  /** Whether the answer repeats what a caller gave, which is then shown without secrets. */
  readonly repeatsTexts?: boolean
  /** A status that brings no AdminError. */
  readonly alternative?: {
    readonly status: number
    readonly description: string
    readonly response: z.ZodType
  }
}

type Definition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = About & {
  readonly params?: P
  readonly query?: Q
  /** `stream` hands the bytes on as they come. Absent: the call takes none. */
  readonly body?: B | 'stream'
  /** The member of a union to hold a body against, where its look tells; the others would only blur what is wrong with it. */
  readonly memberFor?: (body: unknown) => z.ZodType<z.output<B>>
  /** Whether there are rows in the body. */
  readonly hasRows?: boolean
  /** Where there may be very many of them; undefined where what was given is none of the sort. */
  readonly rowsOf?: (body: unknown) => RowList | undefined
  /** Gives the answer, or the work that makes it, which then has its turns. */
  readonly handle: (
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    exchange: Exchange,
  ) => unknown
}

export type Exchange = {
  readonly controls: MockControls
  readonly live: Live
  readonly changes: Changes
  readonly samples: Samples
  /** scheme://host of the mock as this caller reaches it. */
  readonly baseUrl: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Throws when nobody waits for the answer any more. */
  readonly requireCaller: () => void
}

export type Route = About & {
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType | 'stream' | undefined
  /** How many bytes a body may have. */
  readonly maxBytes: number
  readonly respond: (exchange: Exchange) => unknown
}

/** Of a body that is read in one turn. */
const MAX_BYTES = 2 ** 20
const MAX_BYTES_OF_ROWS = 2 ** 24

const None = z.strictObject({})
const NoBody = None.optional()

/** Problems with the input become an AdminFailure before anything is done. */
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
    respond: (exchange) => {
      const { request } = exchange
      if (rowsOf && isLongBody(request.body)) return respondToLong(exchange, request.body)
      const given = body === 'stream' ? undefined : readBody(request.body, hasRows)
      const others = parseOthers(exchange)
      return handle(
        {
          ...others,
          body: body === 'stream' ? undefined : parseInput(schemaFor(given), given, 'the body'),
        },
        exchange,
      )
    },
  }

  function schemaFor(given: unknown): z.ZodType {
    return memberFor?.(given) ?? (body === 'stream' ? undefined : body) ?? NoBody
  }

  function parseOthers({ request }: Exchange) {
    return {
      params: parseInput(params, request.params, 'the path'),
      query: parseInput(query, request.query, 'the query'),
    }
  }

  function* respondToLong(exchange: Exchange, bytes: Uint8Array): Work<unknown> {
    const given = yield* readLongBody(bytes)
    const others = parseOthers(exchange)
    const answer = handle(
      { ...others, body: yield* parseLongBody(schemaFor(given), given, rowsOf?.(given)) },
      exchange,
    )
    return isWork(answer) ? yield* answer : answer
  }
}
