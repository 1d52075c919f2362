// An exchange is one request on its way, and what became of it. The pipeline opens it. Each stage
// reads the fields that earlier stages filled, and fills its own.

import type { IncomingHttpHeaders } from 'node:http'
import type { EditionName } from '../editions.ts'
import { baseOf } from '../laravel/base-url.ts'
import type { Failure } from '../laravel/errors.ts'
import { type Answer, splitTarget } from '../laravel/http.ts'
import type { Body, Input } from '../laravel/input.ts'
import type { InputArray } from '../php/input-array.ts'
import type { KnownToken } from '../store/tokens.ts'
import type { Delivery } from './delivery.ts'
import type { Distortion } from './distortion.ts'
import type { EndpointName } from './endpoint-names.ts'

/** A request as it was received. Each character of its texts stands for one byte. */
export type ReceivedRequest = {
  readonly method: string
  /** The request target: path, or path?query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Empty when the request has no body; undefined when the body was too large to read. */
  readonly body: string | undefined
  readonly connection?: Connection | undefined
  /** The IP address of the client. */
  readonly address?: string | undefined
}

/** The connection of a request, for the judge. Times are milliseconds since the program began. */
export type Connection = {
  /** The number of the connection, counted from 1. */
  readonly number: number
  /** Begins a request of this token and returns its lane (see journal/connections.ts). */
  take(token: number | null, now: number): number
  /** Begins a request without a lane: one of the dashboard or for the admin API. */
  use(): void
  /** Notes that the answer to the last request has been sent. */
  answered(now: number): void
}

/** The preferences in the header Prefer. */
export type Preferences = {
  /** The status of the answer. */
  readonly code?: number
  /** Milliseconds. */
  readonly delay?: number
  readonly example?: 'documented'
  readonly edition?: EditionName
}

export type Exchange = ReceivedRequest & {
  // Known when the exchange is opened.
  /** The path of the target, without `base` and without the query. */
  readonly path: string
  readonly query: string
  /** `/index.php` when the path begins with it, Laravel's front controller; otherwise empty. */
  readonly base: string
  /** Milliseconds since the program began. */
  readonly startedAt: number
  /** The dashboard is no client: its requests use up no fault, no limit and no step of a script. */
  readonly isFromDashboard: boolean
  readonly preferences: Preferences | undefined
  /** The query, body and input as they were first read. Use the functions of input.ts. */
  readonly parsed: { query?: InputArray; body?: Body; input?: Input }

  // Filled by the stage that identifies the client.
  /** The token of the request; undefined when it is missing or not valid. */
  token: KnownToken | undefined
  /** The edition that answers the request. */
  edition: EditionName
  /** The arrival of the request on the user's clock, in Unix seconds with a fraction. */
  time: number
  /** Whether the request asks for the list of conversations with a valid token. */
  isList: boolean
  /** The names of the body's fields that are read; undefined means all. */
  wantedFields: ReadonlySet<string> | undefined

  // Filled by the stage that plans faults, only when a fault exists that may strike the request.
  /** The endpoint of the request; undefined when none is known. */
  endpoint: EndpointName | undefined
  /** The user who owns the conversation or assistant that a request without a token names. */
  owner: number | undefined
  /** The faults that were applied to this request. */
  faults: StruckFaults
  distortion: Distortion | undefined
  /** Set by a fault that makes the handler throw. It counts the fault and returns the failure. */
  exception: (() => Failure) | undefined
  /** Set by a fault that stops an assistant from replying. It counts the fault. */
  replyError: (() => string) | undefined

  // Filled by the stage that answers.
  /** The root of the application's URLs: scheme://host[:port][prefix]. Empty until it is known. */
  root: string
  /** The headers that Laravel's middleware adds to the answer. */
  middlewareHeaders: Record<string, string>
  answer: Answer

  // Filled by the last stages.
  delivery: Delivery
  /** Whether the answer waits because it may show changes that are not in the file yet. */
  awaitsCommit: boolean
}

/** The types of the faults and their ids, in the same order. */
export type StruckFaults = { readonly types: readonly string[]; readonly ids: readonly number[] }

const unanswered: Answer = { status: 500, headers: {}, body: '' }
const undelivered: Delivery = { answer: unanswered, date: '', delay: 0 }
const noFaults: StruckFaults = { types: [], ids: [] }
/** Shared, because the emulation replaces it before it adds a header. */
const noHeaders: Record<string, string> = {}

/** The fields of an exchange that are known before the user is known. */
type Opening = Pick<Exchange, 'startedAt' | 'isFromDashboard' | 'preferences' | 'edition'>

/**
 * Opens an exchange whose user is not known yet.
 * Each property is copied by hand, because spreading costs several times as much.
 */
export function openExchange(received: ReceivedRequest, opening: Opening): Exchange {
  const { path, query } = splitTarget(received.target)
  const base = baseOf(path)
  return {
    method: received.method,
    target: received.target,
    headers: received.headers,
    body: received.body,
    connection: received.connection,
    address: received.address,
    path: base === '' ? path : path.slice(base.length) || '/',
    query,
    base,
    startedAt: opening.startedAt,
    isFromDashboard: opening.isFromDashboard,
    preferences: opening.preferences,
    token: undefined,
    edition: opening.edition,
    time: 0,
    isList: false,
    endpoint: undefined,
    owner: undefined,
    wantedFields: undefined,
    faults: noFaults,
    distortion: undefined,
    exception: undefined,
    replyError: undefined,
    root: '',
    middlewareHeaders: noHeaders,
    answer: unanswered,
    delivery: undelivered,
    awaitsCommit: false,
    parsed: {},
  }
}
