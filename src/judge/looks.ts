// Looks: walks that fetched only the first page of a list.

import { MIN_KEPT } from '../walks/evidence.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isPlain } from './lists.ts'
import { listOf } from './options.ts'
import type { Session, Sighting } from './rule.ts'
import { counted } from './words.ts'

/** Fetches at least this far apart are taken for polling. */
export const LOOKS_APART_MS = 1000

/** Whether several clients look at once, then pause, and look again. */
export const arePolling = (looks: readonly WalkStep[]): boolean =>
  looks.some(({ entry }) => entry.lane > 0) &&
  looks.some((look, index) => index > 0 && waited(looks[index - 1] ?? look, look) >= LOOKS_APART_MS)

/** A client that asks for so few rows wants no others. The line to try at the start does so. */
const FEW = 5

/**
 * A token of which only first pages were fetched, once or seldom. Its client may want the newest
 * rows alone, so this is a note. Lists with different filters may be the tabs of a web page, and
 * have no finding unless they differ by their dates.
 */
export function oneLook(walk: Walk, { walks, lists }: Session): Sighting | undefined {
  const { same, looks } = lists.listOf(walk)
  if (!walk.isOver || looks[0] !== walk) return undefined
  const isApart = looks.length === 1 && isOnItsOwn(walk, walks)
  if (!isApart && (!lists.arePlainLooks() || isPolled(looks) || isReadLater(walk, same)))
    return undefined
  const [{ entry, lastPage, list, perPage } = firstOf(walk)] = walk.served
  if (perPage <= FEW) return undefined
  const rows = entry.rows ?? 0
  const left =
    typeof list?.total === 'number'
      ? `${list.total - rows} of ${list.total} rows were left`
      : 'next_cursor led to more rows'
  const where = isApart ? ', over a connection of its own' : ''
  return {
    message: `only page 1${lastPage === null ? '' : ` of ${lastPage}`} was fetched, ${counted(rows, 'row')}${where}; ${left}`,
    shown: looks.map((look) => ({ step: firstOf(look) })),
    severity: 'note',
  }
}

/** Whether a later request brought all rows, as with a larger per_page. */
const isReadLater = (walk: Walk, same: readonly Walk[]): boolean =>
  same.some((other) => other.id > walk.id && lastOf(other).list?.next === null)

const isPolled = (looks: readonly Walk[]): boolean =>
  looks.some((look, index) => {
    const before = looks[index - 1]
    return before !== undefined && waited(lastOf(before), firstOf(look)) >= LOOKS_APART_MS
  })

/**
 * Whether the only look at a list came over a connection that no other walk used, while each other
 * walk kept one connection of its own and fetched more. A client beside it made the look.
 */
const isOnItsOwn = (walk: Walk, walks: readonly Walk[]): boolean =>
  walks.length > 1 &&
  isPlain(walk) &&
  walks.every((other) => {
    if (other === walk) return true
    const lines = new Set(other.steps.map(({ line }) => line))
    return (
      other.steps.length >= MIN_KEPT &&
      lines.size === 1 &&
      !lines.has(0) &&
      !lines.has(firstOf(walk).line) &&
      listOf(other) === listOf(walk)
    )
  })
