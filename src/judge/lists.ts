// The lists that a token read, whatever per_page was, and the walks that read only their first page.

import { FIRST } from '../walks/list-target.ts'
import type { Walk } from '../walks/walk.ts'
import { ignoredBy } from './ignored.ts'
import { listOf } from './options.ts'
import { isFaulted } from './reading.ts'

export const isFirstOnly = ({ steps }: Walk): boolean =>
  steps.every(({ position }) => position === FIRST)

/** Whether a walk fetched the first page once, correctly, and more pages were offered. */
export function isOnlyFirst(walk: Walk): boolean {
  const [first] = walk.served
  const { list, perPage } = first ?? {}
  return (
    first !== undefined &&
    walk.served.length === 1 &&
    isFirstOnly(walk) &&
    list?.next !== null &&
    perPage !== 1 &&
    !isFaulted(first) &&
    ignoredBy(first).length === 0
  )
}

/** The walks of a token through one list, whatever per_page is. */
type List = {
  readonly same: readonly Walk[]
  readonly looks: readonly Walk[]
  /** The first page that was requested; 1 by cursor. */
  readonly lowest: number
}

const NONE: List = { same: [], looks: [], lowest: 1 }

export type Lists =
  ReturnType<typeof createLists> extends Generator<unknown, infer Result> ? Result : never

/** Finds the lists of a token. Other work may have a turn after each walk. */
export function* createLists(walks: readonly Walk[]) {
  const lists = new Map<string, List>()
  for (const [key, same] of Map.groupBy(walks, listOf)) {
    let lowest = Infinity
    for (const { steps } of same) {
      for (const { page } of steps) lowest = Math.min(lowest, page ?? 1)
      yield
    }
    lists.set(key, { same, looks: same.filter(isOnlyFirst), lowest })
  }
  let arePlain: boolean | undefined
  return {
    listOf: (walk: Walk): List => lists.get(listOf(walk)) ?? NONE,

    /** Whether all requests of the token were for first pages, and none of them was a mistake. */
    arePlainLooks: (): boolean => (arePlain ??= walks.every(isPlain) && !haveTabs(walks)),
  }
}

/** Whether all requests of a walk were for the first page, and none of them was a mistake. */
export const isPlain = (walk: Walk): boolean =>
  isFirstOnly(walk) &&
  walk.steps.every(
    (step) => step.answered !== 'refused' && step.misread === null && ignoredBy(step).length === 0,
  )

/** Whether lists of which only the first page was fetched differ by other filters than dates. */
const haveTabs = (walks: readonly Walk[]): boolean =>
  new Set(walks.filter(isOnlyFirst).map(({ options }) => withoutDates(options))).size > 1

const withoutDates = (options: Walk['options']): string =>
  JSON.stringify([...options].filter(([name]) => !/^(?:date_|per_page)/.test(name)))
