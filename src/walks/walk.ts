// A walk: the requests of a client's way through a list, in their order, and how each belongs to those before it.

import type { EditionName } from '../editions.ts'
import { parseHttpDate } from '../laravel/http-date.ts'
import type { Evidence } from './evidence.ts'
import type { Options, Step } from './step.ts'

export const links = [
  'first',
  'next',
  'previous',
  'page',
  'retry',
  'repeat',
  'resumed',
  'beyond',
  'lost',
  'altered',
  'foreign',
  'unknown',
  'tokenless',
] as const

/** `page`: another page by its number. The last five: parameters dropped or changed, the cursor of another token or of nobody, no good token. */
export type Link = (typeof links)[number]

export type WalkStep = Step & {
  readonly link: Link
  /** Null for the first request of a walk. */
  readonly evidence: Evidence | null
  /** The connection that brought it, or the one that its client takes turns with; 0 where nobody counted. */
  readonly line: number
}

export type Walk = {
  /** The id of its first request. */
  readonly id: number
  readonly user: number | null
  readonly token: number | null
  readonly edition: EditionName | null
  /** X-Mock-Walk. */
  readonly name: string | null
  /** By cursor also where the first page came without one and gave those that followed. */
  readonly paginator: 'page' | 'cursor'
  /** Of its first request. */
  readonly options: Options
  readonly perPage: number
  /** At least one. */
  readonly steps: readonly WalkStep[]
  /** Whether it will not go on: it came to its end, or nobody waits for it any longer. */
  readonly isOver: boolean
}

export const firstOf = ({ steps: [first] }: Walk): WalkStep => {
  if (!first) throw new Error('a walk without requests')
  return first
}

export const lastOf = (walk: Walk): WalkStep => walk.steps.at(-1) ?? firstOf(walk)

export const servedOf = ({ steps }: Walk): WalkStep[] =>
  steps.filter(({ answered }) => answered === 'served')

/** Whether its last list offered another page. */
export const offersMore = (walk: Walk): boolean =>
  servedOf(walk).at(-1)?.list?.next !== null && servedOf(walk).length > 0

/** Whether a client that has sent `later` had read the answer to `earlier` before. */
export const hadRead = (earlier: Step, later: Step): boolean =>
  earlier.sentAt + (earlier.entry.lane === later.entry.lane ? 0 : CERTAIN_MS) <= later.entry.at

/** Between lanes: long enough for an answer to be read on a slow machine. */
const CERTAIN_MS = 250

/** Milliseconds between an answer and a request: in real time, or on the user's clock where that went faster. */
export function waited(answered: Step, later: Step): number {
  const onItsWay = answered.sentAt - answered.entry.at
  return Math.max(
    later.entry.at - answered.sentAt,
    (later.entry.time - answered.entry.time) * 1000 - onItsWay,
  )
}

/** Seconds from a failure after which it may be asked again, by its Retry-After; 0 when that says nothing. */
export function retryAfterOf({ entry: { limit, time, hungUpAt } }: Step): number {
  if (hungUpAt !== null) return 0
  const text = limit?.retryAfter ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : (parseHttpDate(text) ?? 0) - time
  return Math.max(0, seconds)
}
