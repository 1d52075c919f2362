// A walk as the admin API shows it.

import type { Work } from '../clock/turns.ts'
import { toHeaderText, toIsoTime } from '../journal/wire.ts'
import type { Walk as WalkView } from '../judge/walk-schemas.ts'
import type { Filters } from '../store/filters.ts'
import { filtersOf, FIRST } from '../walks/list-target.ts'
import { type Census, type WalkResult, resultOf } from '../walks/verdict.ts'
import { lastOf, retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import type { MockControls } from './controls.ts'
import type { JudgedWalk } from './judged.ts'
import { cutText } from './shown-text.ts'

const ENDLESS: ReadonlySet<string> = new Set(['endless-walk', 'same-page-again'])
/** The verdicts that get an excuse when no finding explains them. */
const LOSING: ReadonlySet<string> = new Set(['truncated', 'duplicated', 'endless'])
const MAX_ROWS = 50_000
const MAX_SHOWN_ROWS = 100
const MAX_STEPS = 1000

/** Walks of the same user with the same options share one count of their rows. */
export function createWalkView(controls: MockControls) {
  const known = new Map<string, Census | undefined>()

  function* censusOf(walk: Walk): Work<Census | undefined> {
    const key = JSON.stringify([walk.user, ...walk.options])
    if (!known.has(key)) known.set(key, yield* takeCensus(controls, walk))
    return known.get(key)
  }

  return {
    /** The verdict of a walk and its numbers. */
    *resultOf(walk: Walk, { broken }: JudgedWalk): Work<WalkResult> {
      return yield* resultOf(walk, yield* censusOf(walk), {
        isEndless: broken.some(({ id }) => ENDLESS.has(id)),
        hasLeftOut: broken.some(({ id }) => id === 'rows-missed'),
      })
    },

    toView(
      walk: Walk,
      { broken, excuse }: JudgedWalk,
      { missedIds, duplicatedIds, broughtBy, ...result }: WalkResult,
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
        filters: Object.fromEntries(
          [...filtersOf(options)].map(([filter, value]) => [filter, cutText(value)]),
        ),
        per_page: perPage,
        started_at: toIsoTime(steps[0]?.entry.time ?? 0),
        ended_at: toIsoTime(lastOf(walk).entry.time),
        ...result,
        missed_rows: toRows(missedIds),
        duplicated: duplicatedIds.length,
        duplicated_rows: duplicatedIds.slice(0, MAX_SHOWN_ROWS).map((row) => ({
          id: row,
          uuid: toRow(controls, user, row).uuid,
          requests: [...(broughtBy.get(row) ?? [])],
        })),
        steps: steps.slice(0, MAX_STEPS).map((step) => toStep(step, paginator, steps[0])),
        excuse: LOSING.has(result.verdict) ? excuse : null,
        findings: broken
          .map((rule) => rule.id)
          .filter((rule) => controls.silences.reasonFor(user, rule) === null),
      }
    },
  }
}

/** In a walk by cursor the first page has no number, even when the client asked for page 1. */
const toStep = (
  step: WalkStep,
  paginator: Walk['paginator'],
  first: WalkStep = step,
): WalkView['steps'][number] => {
  const { entry, page, cursor, link, evidence, position, sentAt } = step
  const { id, status, rows, at } = entry
  return {
    request: id,
    page: paginator === 'cursor' && position === FIRST ? null : page,
    cursor: cursor === null ? null : cutText(cursor),
    link,
    evidence,
    status,
    rows,
    after: toMilliseconds(at - first.entry.at),
    took: toMilliseconds(sentAt - at),
    retry_after: retryAfterOf(step),
  }
}

/** Rounds to microseconds, because further digits are noise of the clock. */
const toMilliseconds = (value: number): number => Math.max(0, Math.round(value * 1000) / 1000)

function* takeCensus({ store }: MockControls, walk: Walk): Work<Census | undefined> {
  const owner = walk.user === null ? undefined : store.users.find(walk.user)
  if (!owner || walk.steps.every(({ answered }) => answered !== 'served')) return undefined
  const filters = toFilters(walk)
  const list = { datasetId: owner.dataset_id, filters }
  const rows = store.count(store.select(list))
  yield
  return { rows, ids: yield* store.rows.ids(owner.dataset_id, filters, MAX_ROWS) }
}

/** The mock served this walk, so its options are valid. */
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
