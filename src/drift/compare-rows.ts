// Compares the rows of two lists. A capture replaces the texts of people, so their type and format
// are compared instead.

import { conversationTypes } from '../dataset/dataset.ts'
import type { Difference } from './entry.ts'
import { compareKeys, isObject } from './keys.ts'
import { formOf, shown, typeOf } from './mapping.ts'

export type RowOptions = {
  /** Whether both lists hold the same rows, judging by their number. */
  readonly isSameList: boolean
}

type Row = Readonly<Record<string, unknown>>

/** Fields whose values a capture keeps. */
const STAYING = new Set([
  'type',
  'message_count',
  'total_cost',
  'ai_enabled',
  'created_at',
  'updated_at',
])

export function compareRows(
  live: readonly unknown[],
  mock: readonly unknown[],
  { isSameList }: RowOptions,
): Difference[] {
  if (live.length !== mock.length && isSameList)
    return [{ where: '$.data', kind: 'rows', live: String(live.length), mock: String(mock.length) }]
  const order = compareOrder(live, mock, isSameList)
  const isAligned = haveSameTimes(live, mock) || (isSameList && lackTimes(live, mock))
  return [
    ...order,
    ...live.flatMap((row, index): Difference[] => {
      const other = isAligned ? mock[index] : rowLike(row, mock)
      if (isObject(row) && isObject(other)) return compareRow(row, other, isAligned)
      return isObject(row) || other === undefined
        ? []
        : [{ where: '$.data[*]', kind: 'type', live: typeOf(row), mock: typeOf(other) }]
    }),
  ]
}

/** Finds the row with the same creation time and message count, or else one of the same type. */
function rowLike(row: unknown, rows: readonly unknown[]): unknown {
  if (!isObject(row)) return rows[0]
  const others = rows.filter(isObject)
  return (
    others.find((other) => keyOf(other) === keyOf(row)) ??
    others.find(({ type }) => type === row['type'])
  )
}

/** Identifies a row by values that a capture keeps, in any notation. */
const keyOf = (row: Row): string =>
  `${digitsOf(row['created_at'])} ${digitsOf(row['message_count'])}`

const TIME_DIGITS = 14

/** The digits of a time or a number, whatever its notation. */
const digitsOf = (value: unknown): string =>
  (JSON.stringify(value) ?? '').replace(/\D/g, '').slice(0, TIME_DIGITS)

function haveSameTimes(live: readonly unknown[], mock: readonly unknown[]): boolean {
  const [first, second] = [live, mock].map(timesIn)
  return first?.join() === second?.join()
}

/** Whether a row has no readable time. Rows are then compared by their position. */
const lackTimes = (live: readonly unknown[], mock: readonly unknown[]): boolean =>
  [...timesIn(live), ...timesIn(mock)].includes('')

/** The creation time of each row; an empty text for a row without one. */
export const timesIn = (rows: readonly unknown[]): string[] =>
  rows.map((row) => (isObject(row) ? timeOf(row) : ''))

function compareOrder(
  live: readonly unknown[],
  mock: readonly unknown[],
  isSameList: boolean,
): Difference[] {
  const first = timesIn(live)
  const second = timesIn(mock)
  if (haveSameTimes(live, mock) || first.includes('') || second.includes('')) return []
  const isSameSet = first.toSorted().join() === second.toSorted().join()
  if (!isSameSet && !isSameList) return []
  const at = first.findIndex((time, index) => time !== second[index])
  return [
    {
      where: '$.data',
      kind: 'order',
      live: `row ${at + 1} is of ${first[at]}`,
      mock: `row ${at + 1} is of ${second[at]}`,
    },
  ]
}

function timeOf(row: Row): string {
  const digits = digitsOf(row['created_at'])
  return digits.length === TIME_DIGITS
    ? digits.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6')
    : ''
}

function compareRow(live: Row, mock: Row, isAligned: boolean): Difference[] {
  const isSameRow = isAligned && timesOf(live) === timesOf(mock)
  return [
    ...compareKeys(live, mock, '$.data[*]').filter(
      ({ where }) => isAligned || where === '$.data[*]' || isOfEveryRow(where, live, mock),
    ),
    ...Object.keys(mock)
      .filter((name) => name in live)
      .flatMap((name) =>
        compareField(name, { live: live[name], mock: mock[name] }, { isAligned, isSameRow }),
      ),
  ]
}

/**
 * Some fields exist only in rows of one type. `external_identifier` exists only in some of those
 * rows.
 */
const isOfEveryRow = (where: string, live: Row, mock: Row): boolean =>
  live['type'] === mock['type'] &&
  (keyOf(live) === keyOf(mock) || !where.endsWith('external_identifier'))

/**
 * A row that changed after the capture may also have other counts, so `updated_at` belongs to the
 * key.
 */
const timesOf = (row: Row): string => [row['created_at'], row['updated_at']].map(digitsOf).join()

type Values = { readonly live: unknown; readonly mock: unknown }
type FieldOptions = { readonly isAligned: boolean; readonly isSameRow: boolean }

function compareField(
  name: string,
  { live, mock }: Values,
  { isAligned, isSameRow }: FieldOptions,
): Difference[] {
  const where = `$.data[*].${name}`
  if (
    name === 'type' &&
    typeof live === 'string' &&
    !conversationTypes.some((known) => known === live)
  )
    return [{ where, kind: 'enum value', live: shown(live), mock: conversationTypes.join(', ') }]
  if (typeOf(live) !== typeOf(mock)) {
    if (!isAligned && (live === null || mock === null)) return []
    return [{ where, kind: 'type', live: formOf(live), mock: formOf(mock) }]
  }
  if (name === 'variables') return []
  if (isObject(live) && isObject(mock))
    return [
      ...compareKeys(live, mock, where),
      ...Object.keys(mock)
        .filter((part) => part in live)
        .flatMap((part) =>
          compareField(
            `${name}.${part}`,
            { live: live[part], mock: mock[part] },
            { isAligned, isSameRow: false },
          ),
        ),
    ]
  if (typeof live === 'string' && formOf(live) !== formOf(mock) && hasFormat(name))
    return [{ where, kind: 'format', live: formOf(live), mock: formOf(mock) }]
  if (!isSameRow || !STAYING.has(name) || live === mock) return []
  return [{ where, kind: 'value', live: shown(live), mock: shown(mock) }]
}

/** Whether the texts of a field have a fixed format. Names, for example, have none. */
const hasFormat = (name: string): boolean => /^(?:id|assistant_id)$|_at$/.test(name)
