// One request on its way, and what became of it. The pipeline opens it; each stage reads what earlier ones have added.

import type { IncomingHttpHeaders } from 'node:http'
import { type EditionName, editions, paginatorOf } from './editions.ts'
import type { CursorPage } from './laravel/cursor.ts'
import { type Answer, splitTarget } from './laravel/http.ts'
import { type Body, cleanInput, type Input, readBody } from './laravel/input.ts'
import type { Page } from './laravel/page.ts'
import { type InputArray, parseQuery } from './php/query-string.ts'
import type { KnownToken } from './store/tokens.ts'

/** A request as it was received. Texts carry bytes: one character, one byte. */
export type Received = {
  readonly method: string
  /** The request target: path, or path?query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Empty when none was sent, undefined when it was too large to read. */
  readonly body: string | undefined
  readonly connection?: Connection | undefined
  /** The IP address of the client. */
  readonly address?: string | undefined
}

/** The connection that brought a request, as far as the judge asks. All times are milliseconds since the program began. */
export type Connection = {
  /** Unlike that of every other connection; from 1. */
  readonly number: number
  /** Begins a request of this token; returns the lane that it takes. */
  take(token: number | null, now: number): number
  /** Begins a request that is no client's. */
  use(): void
  /** The answer to the last request has left. */
  answered(now: number): void
}

/** The header Prefer. */
export type Preferences = {
  /** The status of the answer. */
  readonly code?: number
  /** Milliseconds. */
  readonly delay?: number
  readonly example?: 'documented'
  readonly edition?: EditionName
}

export type Exchange = Received & {
  /** After `base`. */
  readonly path: string
  readonly query: string
  /** The front controller where the path names it: `/index.php`, otherwise empty. */
  readonly base: string
  /** Milliseconds since the program began. */
  readonly startedAt: number
  /** The mock's own page is no client: it uses up no fault, no limit and no step of a script. */
  readonly isFromDashboard: boolean
  readonly preferences: Preferences | undefined
  /** The good token that it brings. */
  token: KnownToken | undefined
  /** The edition that it meets. */
  edition: EditionName
  /** Unix seconds with a fraction, as the user's clock showed them when the request came. */
  time: number
  /** Whether it asks for the list of conversations, with a good token. */
  isList: boolean
  /** The endpoint that it means; filled in only when a fault may ask. */
  endpoint: EndpointName | undefined
  /** The user whose conversation or assistant it names without a token, likewise. */
  owner: number | undefined
  /** The only fields of a body that count; undefined for all. */
  fields: ReadonlySet<string> | undefined
  /** The faults that struck, and the changes that they make to a list. */
  faults: StruckFaults
  distortion: Distortion | undefined
  /** A fault lets the handler of the route throw, and counts that. */
  exception: (() => void) | undefined
  failure: Failing | undefined
  answer: Answer
  delivery: Delivery
  /** It may tell of changes that are not in the file yet. */
  isHeld: boolean
  /** Derived once, when a stage first asks. */
  readonly parsed: { query?: InputArray; body?: Body; input?: Input }
}

/** The endpoints of the emulated application, as faults name them. */
export const endpointNames = [
  'conversations.list',
  'conversations.create',
  'conversations.get',
  'messages.send',
  'ai.disable',
  'ai.enable',
  'ai.reply',
  'user.me',
  'assistants.get',
  'assistants.names',
  'assistants.outbound',
  'webhook.enable',
  'webhook.disable',
  'login',
] as const
export type EndpointName = (typeof endpointNames)[number]

/** Types and ids in the same order. */
export type StruckFaults = { readonly types: readonly string[]; readonly ids: readonly number[] }

/** A fault keeps an assistant from answering, and counts it; the text says why. */
export type Failing = () => string

/** The changes that a fault may make to a list before it is rendered. */
export type Distortion = {
  /** How many rows are read for a page of this size. */
  readonly limit?: (perPage: number) => number
  /** `here`: a cursor that leads to this same page; null when it has no rows. */
  readonly page?: (page: Page, here: string | null) => Page
  readonly cursorPage?: (page: CursorPage, here: string | null) => CursorPage
}

/** How an answer leaves: whole and at once, or late, slowly, cut short, or not at all. */
export type Delivery = {
  readonly answer: Answer
  /** The Date header, unless the answer brings its own. */
  readonly date: string
  /** Milliseconds before anything of it is sent. */
  readonly delay: number
  /** Of the body; more where it would take longer than a minute. */
  readonly bytesPerSecond?: number
  /** After how many bytes of the body the connection is closed. */
  readonly cutAt?: number
  /** Nothing is sent: the connection is reset (TCP RST), or closed. */
  readonly end?: 'reset' | 'empty'
  /** Hears that the client hung up before the answer had left. */
  readonly onHangUp?: () => void
}

const unanswered: Answer = { status: 500, headers: {}, body: '' }
const undelivered: Delivery = { answer: unanswered, date: '', delay: 0 }
const noFaults: StruckFaults = { types: [], ids: [] }

/** The facts that a request tells before anybody is asked who sent it. */
export type Opening = Pick<Exchange, 'startedAt' | 'isFromDashboard' | 'preferences' | 'edition'>

/** A request of nobody that is known. Property by property, because spreading costs several times as much. */
export function openExchange(received: Received, opening: Opening): Exchange {
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
    fields: undefined,
    faults: noFaults,
    distortion: undefined,
    exception: undefined,
    failure: undefined,
    answer: unanswered,
    delivery: undelivered,
    isHeld: false,
    parsed: {},
  }
}

const SCRIPT = '/index.php'

/** Symfony's Request::prepareBaseUrl(), where the script lies in the root. */
function baseOf(path: string): string {
  if (!path.startsWith(SCRIPT)) return ''
  return path.length === SCRIPT.length || path[SCRIPT.length] === '/' ? SCRIPT : ''
}

/** The query as PHP reads it. Throws InputLimitError. */
export const queryOf = ({ parsed, query }: Exchange): InputArray =>
  (parsed.query ??= parseQuery(query))

/** The body as PHP and Laravel read it, before any middleware. Throws InputLimitError. */
export const bodyOf = ({ parsed, method, headers, body = '', fields }: Exchange): Body =>
  (parsed.body ??= readBody(method, headers, body, fields))

/** Query and body as the middleware leaves them. Throws InputLimitError. */
export const inputOf = (exchange: Exchange): Input =>
  (exchange.parsed.input ??= cleanInput(queryOf(exchange), bodyOf(exchange)))

/** How the list that answers is paged. */
export const paginatorFor = (exchange: Exchange): 'page' | 'cursor' =>
  paginatorOf(editions[exchange.edition], inputOf(exchange).all)
