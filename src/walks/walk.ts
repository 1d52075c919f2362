// A walk: the requests of a client's way through a list. Each has a link to those before it.

import { countWhile } from '../bisect.ts'
import type { EditionName } from '../editions.ts'
import { parseHttpDate } from '../laravel/http-date.ts'
import type { Options } from './list-target.ts'
import type { Step } from './step.ts'

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

/**
 * How a request goes on from those before it. `page`: a page by its number, out of order.
 * `repeat`: the same page again after a list. `resumed`: a start in the middle of the list.
 * `lost`, `altered`: parameters are missing or changed. `foreign`: the cursor of another token.
 * `unknown`: a cursor that was given to nobody. `tokenless`: no valid token.
 */
export type Link = (typeof links)[number]

/** Sorted from the strongest to the weakest; docs/judge.md explains them. */
export const evidences = [
  'cursor',
  'connection',
  'name',
  'options',
  'only one that could',
  'shape',
] as const

/**
 * `cursor`: only this walk was given the cursor. `connection`: the walk used the connection last.
 * `name`: the header X-Mock-Walk names the walk. `options`: no other walk has these options.
 * `shape`: other walks could have made the request as well.
 */
export type Evidence = (typeof evidences)[number]

export type WalkStep = Step & {
  readonly link: Link
  /** The reason why the request belongs to the walk; null for the first request. */
  readonly evidence: Evidence | null
  /** The connection, or its partner if the client takes turns between two; 0 if not counted. */
  readonly line: number
}

export type Walk = {
  /** The id of the first request. */
  readonly id: number
  readonly user: number | null
  readonly token: number | null
  readonly edition: EditionName | null
  /** The value of the header X-Mock-Walk; null without it. */
  readonly name: string | null
  /** `cursor` also if only later requests have a cursor. */
  readonly paginator: 'page' | 'cursor'
  /** The options of the first request. */
  readonly options: Options
  readonly perPage: number
  /** At least one step. */
  readonly steps: readonly WalkStep[]
  /** The steps that were answered with a list. */
  readonly served: readonly WalkStep[]
  /** Walks of one token in different parties certainly have different clients. */
  readonly party: number
  /** Whether the walk has ended: it came to the end of the list, or its client has been idle. */
  readonly isOver: boolean
}

export const firstOf = ({ steps: [first] }: Pick<Walk, 'steps'>): WalkStep => {
  if (!first) throw new Error('a walk without requests')
  return first
}

export const lastOf = (walk: Walk): WalkStep => walk.steps.at(-1) ?? firstOf(walk)

/** Whether the last list offered another page. */
export const offersMore = ({ served }: Walk): boolean =>
  served.length > 0 && served.at(-1)?.list?.next !== null

/** Whether the client had certainly read the answer to `earlier` before it sent `later`. */
export const hadRead = (earlier: Step, later: Step): boolean =>
  earlier.sentAt + (earlier.entry.lane === later.entry.lane ? 0 : CERTAIN_MS) <= later.entry.at

/** Milliseconds in which even a slow machine reads an answer, for requests on two lanes. */
const CERTAIN_MS = 250

/** Milliseconds from an answer to a request: real time, or the user's clock if that went faster. */
export function waited(answered: Step, later: Step): number {
  const onItsWay = answered.sentAt - answered.entry.at
  return Math.max(
    later.entry.at - answered.sentAt,
    (later.entry.time - answered.entry.time) * 1000 - onItsWay,
  )
}

/** Seconds to wait by the Retry-After of a failure; 0 without one or if the client hung up. */
export function retryAfterOf({ entry: { limit, time, hungUpAt } }: Step): number {
  if (hungUpAt !== null) return 0
  const text = limit?.retryAfter ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : (parseHttpDate(text) ?? 0) - time
  return Math.max(0, seconds)
}

/** Milliseconds by which a retry may be early, because timers are not exact. */
const TOLERANCE_MS = 50

/** Whether a request waited as long as the answer to a failed one said. */
export const isAsTold = (failed: Step, later: Step): boolean =>
  waited(failed, later) >= retryAfterOf(failed) * 1000 - TOLERANCE_MS

/** Milliseconds in which a client that waited as told sends its retry. */
const SOON_MS = 100

/**
 * Whether a request came just when the wait after a failed one was over. It is then most likely the
 * retry, over whatever connection it came.
 */
export const isJustAsTold = (failed: Step, later: Step): boolean =>
  retryAfterOf(failed) > 0 &&
  isAsTold(failed, later) &&
  waited(failed, later) <= retryAfterOf(failed) * 1000 + SOON_MS

/**
 * Whether the first later request that waited as told came just then. `same`: the requests for the
 * page of the failed one, the oldest first.
 */
export function isFirstJustAsTold(failed: Step, same: readonly Step[]): boolean {
  const later = same[countWhile(same.length, (index) => isBeforeWait(failed, same[index]))]
  return later !== undefined && isJustAsTold(failed, later)
}

const isBeforeWait = (failed: Step, step: Step | undefined): boolean =>
  step !== undefined && (step.entry.id <= failed.entry.id || !isAsTold(failed, step))
