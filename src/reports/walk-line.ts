// Describes a walk in one line: its name, its edition, its filters and its result.

import type { Walk } from '../judge/walk-schemas.ts'
import { counted } from '../judge/words.ts'
import { toPrintable } from './words.ts'

const IDS = 3

/** The walks in the order in which they began. */
export const inOrder = (walks: readonly Walk[]): Walk[] => walks.toSorted((a, b) => a.id - b.id)

/** For example `walk #12 "nightly" (autocalls, by cursor, type=widget)`. */
export function walkTitle({ id, name, edition, paginator, filters }: Walk): string {
  const values = Object.entries(filters).map(([filter, value]) => `${filter}=${value}`)
  const details = [...(edition === null ? [] : [edition]), `by ${paginator}`, ...values].join(', ')
  return `walk #${id}${name === null ? '' : ` "${toPrintable(name, 100)}"`} (${toPrintable(details, 300)})`
}

/**
 * For example `walk #12 (…): truncated, 45 rows, 15 of 60 missed (id 97d3…, …), 2 twice (id …)`, or
 * `walk #12 (…): refused with 422`.
 */
export const walkLine = (walk: Walk): string =>
  `${walkTitle(walk)}: ${isRefused(walk) ? refusalOf(walk) : resultOf(walk)}`

/** Whether none of the walk's requests returned rows. */
export const isRefused = ({ steps }: Walk): boolean =>
  steps.length > 0 && steps.every(({ rows }) => rows === null)

function refusalOf({ steps }: Walk): string {
  const status = steps.at(-1)?.status ?? 0
  return status >= 300 ? `refused with ${status}` : 'nothing was served'
}

function resultOf(walk: Walk): string {
  const {
    verdict,
    distinct,
    rows,
    missed,
    missed_rows: missedRows,
    duplicated,
    duplicated_rows: duplicatedRows,
    excuse,
  } = walk
  return [
    verdict.replace('_', ' '),
    counted(distinct, 'row'),
    ...(missed > 0
      ? [`${missed}${rows === null ? '' : ` of ${rows}`} missed${idsOf(missedRows, missed)}`]
      : []),
    ...(duplicated > 0 ? [`${duplicated} twice${idsOf(duplicatedRows, duplicated)}`] : []),
    ...(excuse === null ? [] : [`excused: ${excuse}`]),
  ].join(', ')
}

function idsOf(rows: Walk['missed_rows'], count: number): string {
  // Clients identify rows by their uuid.
  const ids = rows.slice(0, IDS).map(({ id, uuid }) => uuid ?? `number ${id}`)
  return ids.length === 0 ? '' : ` (id ${ids.join(', ')}${count > ids.length ? ', …' : ''})`
}
