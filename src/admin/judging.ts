// The judge at work on the journal.

import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import { type JudgedFinding, firstId, judge } from '../judge/judge.ts'
import type { LintRule } from '../judge/rule.ts'
import type { Finding, Walk as WalkView } from '../judge/schemas.ts'
import { cursorNumber } from '../journal/cursor-number.ts'
import { describeEntry } from '../journal/description.ts'
import { slicesOf } from '../journal/slices.ts'
import { toHeaderText, toIsoTime } from '../journal/wire.ts'
import type { Filters } from '../store/filters.ts'
import { filtersOf, FIRST, givenCursors, readStep, type Step } from '../walks/step.ts'
import { type Census, type WalkResult, resultOf } from '../walks/verdict.ts'
import { lastOf, retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { findWalks, type KnownCursors } from '../walks/walks.ts'
import { everybody } from './journal-search.ts'
import type { MockControls } from './controls.ts'

/** The walks of a user's clients, judged. */
export type Judged = {
  readonly user: number | null
  readonly walks: readonly Walk[]
  readonly findings: readonly JudgedFinding[]
  readonly broken: ReadonlyMap<Walk, readonly LintRule[]>
  readonly requests: number
  readonly forgotten: number
}

/** `user`: null for nobody, undefined for all. `live`: a walk may go on until its client has been idle; otherwise all are taken for over. */
export type JudgeOptions = { readonly user: number | null | undefined; readonly live: boolean }

/** The steps of one user take some twenty megabytes: of however many calls, one user at a time is judged. */
const inTurn = createQueue()

/** One user, or all and nobody, one after the other: what `take` does not keep is gone before the next one is judged. */
export function* judgeUsers(
  controls: MockControls,
  { user, live }: JudgeOptions,
  take: (judged: Judged) => Work<void>,
): Work<void> {
  const issued = createIssued(controls)
  for (const id of user === undefined ? everybody(controls) : [user]) {
    yield* inTurn(function* () {
      yield* take(yield* judgeUser(controls, id, { live, issued }))
    })
  }
}

/** The dashboard, where a token would stand: people take cursors from it, whatever their token. */
const DASHBOARD = -1

/** By the number of a cursor; almost every cursor has one holder. */
type Holders = Map<number, number | readonly number[]>

/** Looks through all of the journal, once, when the first cursor turns up that is not the token's own. */
function createIssued(controls: MockControls): KnownCursors {
  const { issued } = controls.journal
  let known: Holders | undefined

  function* prepare(): Work<void> {
    known ??= yield* readHolders(controls)
  }

  const holdersOf = (cursor: string): readonly number[] =>
    [known?.get(cursorNumber(cursor)) ?? []].flat()

  return {
    ...issued,
    prepare,
    has: (user, token, cursor) =>
      issued.has(user, token, cursor) || holdersOf(cursor).includes(DASHBOARD),
    isForeign: (token, cursor) =>
      issued.isForeign(token, cursor) ||
      holdersOf(cursor).some((holder) => holder !== token && holder !== DASHBOARD),
  }
}

/** The holders of each cursor. */
function* readHolders(controls: MockControls): Work<Holders> {
  const holders: Holders = new Map()
  for (const user of everybody(controls)) {
    for (const slice of slicesOf(controls.journal, user)) {
      for (const { token, list, isFromDashboard } of slice) {
        for (const cursor of givenCursors(list)) {
          if (token !== null) hold(holders, cursor, isFromDashboard ? DASHBOARD : token)
        }
      }
      yield
    }
  }
  return holders
}

function hold(holders: Holders, cursor: string, holder: number): void {
  const number = cursorNumber(cursor)
  const others = holders.get(number)
  if (others === undefined) holders.set(number, holder)
  else if (![others].flat().includes(holder)) holders.set(number, [others, holder].flat())
}

type JudgeContext = { readonly live: boolean; readonly issued: KnownCursors }

function* judgeUser(
  { journal, clocks, walkIdle }: MockControls,
  user: number | null,
  { live, issued }: JudgeContext,
): Work<Judged> {
  const steps: Step[] = []
  for (const slice of slicesOf(journal, user)) {
    for (const entry of slice) {
      const step = readStep(entry)
      if (step) steps.push(step)
      yield
    }
  }
  const forgotten = journal.forgotten(user)
  const now = clocks.now(user)
  const walks = yield* findWalks(steps, {
    issued,
    // A client that waits as a Retry-After says is not idle.
    isIdle: (last) => !live || now - last.entry.time >= walkIdle + retryAfterOf(last),
  })
  return { user, walks, requests: steps.length, forgotten, ...(yield* judge(walks)) }
}

/** As the admin API tells it. */
export function toFinding(
  judged: JudgedFinding,
  silenced: string | null,
  baseUrl: string,
): Finding {
  const { rule, walk, message, shown, count } = judged
  const { id, severity, why, fix } = rule
  const { user, token, edition } = walk
  return {
    id: `${id}-${firstId(judged)}`,
    rule: id,
    severity,
    message,
    why,
    fix,
    docs: docsOf(id),
    user,
    token,
    edition,
    walk: walk.id,
    count,
    evidence: shown.map(({ step, note = null }) => ({
      request: describeEntry(step.entry, baseUrl),
      note,
    })),
    silenced,
  }
}

export const docsOf = (rule: string): string => `/docs/rules#${rule}`

const ENDLESS: ReadonlySet<string> = new Set(['endless-walk', 'same-page-again'])
const MAX_ROWS = 50_000
const MAX_SHOWN_ROWS = 100
const MAX_STEPS = 1000

/** As the admin API tells it; the rows of equal walks are counted once. */
export function createWalkView(controls: MockControls) {
  const known = new Map<string, Census | undefined>()

  function* censusOf(walk: Walk): Work<Census | undefined> {
    const key = JSON.stringify([walk.user, ...walk.options])
    if (!known.has(key)) known.set(key, yield* takeCensus(controls, walk))
    return known.get(key)
  }

  return {
    /** The verdict of a walk, and its numbers. */
    *resultOf(walk: Walk, { broken }: Judged): Work<WalkResult> {
      const isEndless = (broken.get(walk) ?? []).some(({ id }) => ENDLESS.has(id))
      return yield* resultOf(walk, yield* censusOf(walk), isEndless)
    },

    toView(
      walk: Walk,
      { broken }: Judged,
      { missedIds, duplicatedIds, ...result }: WalkResult,
    ): WalkView {
      const { id, user, token, edition, name, paginator, options, perPage, steps } = walk
      const toRows = (ids: readonly number[]): WalkView['missed_rows'] =>
        ids.slice(0, MAX_SHOWN_ROWS).map((row) => toRow(controls, user, row))
      return {
        id,
        user,
        token,
        edition,
        name: toHeaderText(name),
        paginator,
        filters: Object.fromEntries(filtersOf(options)),
        per_page: perPage,
        started_at: toIsoTime(steps[0]?.entry.time ?? 0),
        ended_at: toIsoTime(lastOf(walk).entry.time),
        ...result,
        missed_rows: toRows(missedIds),
        duplicated: duplicatedIds.length,
        duplicated_rows: toRows(duplicatedIds),
        steps: steps.slice(0, MAX_STEPS).map((step) => toStep(step, paginator)),
        findings: (broken.get(walk) ?? [])
          .map((rule) => rule.id)
          .filter((rule) => controls.silences.reasonFor(user, rule) === null),
      }
    },
  }
}

/** The first page of a walk by cursor has no number, though it was asked for by page. */
const toStep = (
  { entry: { id, status, rows }, page, cursor, link, position }: WalkStep,
  paginator: Walk['paginator'],
): WalkView['steps'][number] => ({
  request: id,
  page: paginator === 'cursor' && position === FIRST ? null : page,
  cursor,
  link,
  status,
  rows,
})

function* takeCensus({ store }: MockControls, walk: Walk): Work<Census | undefined> {
  const owner = walk.user === null ? undefined : store.users.find(walk.user)
  if (!owner || walk.steps.every(({ answered }) => answered !== 'served')) return undefined
  const filters = toFilters(walk)
  const list = { datasetId: owner.dataset_id, filters }
  const rows = store.count(store.select(list))
  yield
  return { rows, ids: yield* store.rows.ids(owner.dataset_id, filters, MAX_ROWS) }
}

/** Of a walk that was served, so that its options are known to be good. */
function toFilters({ options }: Walk): Filters {
  const { assistant_id, ...others } = Object.fromEntries(filtersOf(options))
  return { ...others, ...(assistant_id !== undefined && { assistant_id: Number(assistant_id) }) }
}

function toRow(
  { store }: MockControls,
  user: number | null,
  id: number,
): { id: number; uuid: string | null } {
  const owner = user === null ? undefined : store.users.find(user)
  return { id, uuid: (owner && store.rows.find(owner.dataset_id, { id })?.uuid) ?? null }
}
