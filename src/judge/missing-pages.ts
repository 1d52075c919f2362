// Words and requests that show missing pages.

import type { Walk, WalkStep } from '../walks/walk.ts'
import type { Shown } from './rule.ts'
import { enumerate } from './words.ts'

const MAX_NAMED = 4

/** Names pages: `page 3`, `pages 2 and 4`. */
export function namesOf(pages: readonly number[]): string {
  const names = pages.slice(0, MAX_NAMED).map(String)
  const which = pages.length > MAX_NAMED ? `${names.join(', ')} and others` : enumerate(names)
  return `page${pages.length === 1 ? '' : 's'} ${which}`
}

/** The number of rows on some pages of the list that a walk read. The last page may be short. */
export function rowsOn(pages: readonly number[], { perPage, served }: Walk): number {
  const total = served.findLast(({ list }) => (list?.total ?? null) !== null)?.list?.total
  return pages.reduce(
    (rows, page) => rows + Math.min(perPage, (total ?? Infinity) - (page - 1) * perPage),
    0,
  )
}

const byPage = (a: WalkStep, b: WalkStep): number => (a.page ?? 0) - (b.page ?? 0)

/** The requests for the fetched pages before and after the first missing page. */
export function around(walk: Walk, [missing = 1]: readonly number[]): Shown[] {
  const served = walk.served.filter(({ page }) => page !== null)
  const ordered = served.toSorted(byPage)
  const before = ordered.findLast(({ page }) => page !== null && page < missing)
  const after = ordered.find(({ page }) => page !== null && page > missing)
  return [
    ...(before ? [{ step: before, note: `page ${missing} is missing after this one` }] : []),
    ...(after ? [{ step: after, note: `page ${missing} is missing before this one` }] : []),
  ]
}
