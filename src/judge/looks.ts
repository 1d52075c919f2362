// Looks: walks that fetched only the first page of a list.

import { MIN_KEPT } from '../walks/evidence.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { ignoredBy } from './ignored.ts'
import { listOf } from './options.ts'
import { isFaulted } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { counted } from './words.ts'

/** Fetches at least this far apart are taken for polling. */
export const LOOKS_APART_MS = 1000

export const isFirstOnly = ({ steps }: Walk): boolean =>
  steps.every(({ position }) => position === FIRST)

/** Whether a walk fetched the first page once, correctly, and more pages were offered. */
export function isOnlyFirst(walk: Walk): boolean {
  const [first, ...others] = walk.served
  const { list, perPage } = first ?? {}
  return (
    first !== undefined &&
    others.length === 0 &&
    isFirstOnly(walk) &&
    list?.next !== null &&
    perPage !== 1 &&
    !isFaulted(first) &&
    ignoredBy(first).length === 0
  )
}

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
export function oneLook(walk: Walk, { walks }: Session): Sighting | undefined {
  const { same, looks } = listIn(walks, walk)
  if (!walk.isOver || looks[0] !== walk) return undefined
  const isApart = looks.length === 1 && isOnItsOwn(walk, walks)
  if (!isApart && (!arePlainLooks(walks) || isPolled(looks) || isReadLater(walk, same)))
    return undefined
  const [{ entry, lastPage, list, perPage } = firstOf(walk)] = walk.served
  if (perPage <= FEW) return undefined
  const rows = entry.rows ?? 0
  const left =
    typeof list?.total === 'number'
      ? `${list.total - rows} of ${list.total} rows were left`
      : 'next_cursor led to more rows'
  return {
    message: `${isApart ? 'over a connection of its own, ' : ''}only page 1${lastPage === null ? '' : ` of ${lastPage}`} was fetched, ${counted(rows, 'row')}; ${left}`,
    shown: looks.map((look) => ({ step: firstOf(look) })),
    severity: 'note',
  }
}

/** The walks of a token through one list, whatever per_page is. */
type List = {
  readonly same: readonly Walk[]
  readonly looks: readonly Walk[]
  /** The first page that was requested; 1 by cursor. */
  readonly lowest: number
}

const lists = new WeakMap<readonly Walk[], ReadonlyMap<string, List>>()

/** The list of a walk. The lists of a token are found once. */
export function listIn(walks: readonly Walk[], walk: Walk): List {
  const known = lists.get(walks) ?? groupLists(walks)
  lists.set(walks, known)
  return known.get(listOf(walk)) ?? { same: [], looks: [], lowest: 1 }
}

function groupLists(walks: readonly Walk[]): Map<string, List> {
  const grouped = new Map<string, List>()
  for (const [key, same] of Map.groupBy(walks, listOf)) {
    let lowest = Infinity
    for (const { steps } of same) for (const { page } of steps) lowest = Math.min(lowest, page ?? 1)
    grouped.set(key, { same, looks: same.filter(isOnlyFirst), lowest })
  }
  return grouped
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

const plain = new WeakMap<readonly Walk[], boolean>()

/** Whether all requests of a token were for first pages, and none of them was a mistake. */
function arePlainLooks(walks: readonly Walk[]): boolean {
  const known = plain.get(walks) ?? (walks.every(isPlain) && !haveTabs(walks))
  plain.set(walks, known)
  return known
}

const isPlain = (walk: Walk): boolean =>
  isFirstOnly(walk) &&
  walk.steps.every(
    (step) => step.answered !== 'refused' && step.misread === null && ignoredBy(step).length === 0,
  )

/** Whether lists of which only the first page was fetched differ by other filters than dates. */
const haveTabs = (walks: readonly Walk[]): boolean =>
  new Set(walks.filter(isOnlyFirst).map(({ options }) => withoutDates(options))).size > 1

const withoutDates = (options: Walk['options']): string =>
  JSON.stringify([...options].filter(([name]) => !/^(?:date_|per_page)/.test(name)))
