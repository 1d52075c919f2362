// Writes a comparison as text for a terminal.

import { quote } from '../system/shell.ts'
import type {
  Comparison,
  DifferenceKind,
  FieldDifference,
  FirstDifference,
  Sides,
} from './compare.ts'
import type { Row } from './list.ts'
import type { IdCount, Side } from './tally.ts'

const SIDES = ['page', 'cursor'] as const
const MAX_IDS = 5

/**
 * `isOneToken`: the walks sent one token and asked for their edition. The printed curl lines then
 * do the same.
 */
export function toText(
  comparison: Comparison,
  { isOneToken }: { readonly isOneToken: boolean },
): string {
  const names = namesOf(comparison)
  const first = comparison.first_difference
  const lines = [
    ...(first
      ? explain(first, names)
      : [`${sameText(comparison)}: ${requestsText(comparison, names)}`]),
    ...(first
      ? [
          'to see both:',
          ...SIDES.map((side) => `  ${curlOf(comparison, first, { side, isOneToken })}`),
        ]
      : []),
    ...(first
      ? [SIDES.map((side) => `${names[side]} gave ${rowsText(comparison, side)}`).join(', ')]
      : []),
    ...idLines('only by', names.page, comparison.only_in_page),
    ...idLines('only by', names.cursor, comparison.only_in_cursor),
    ...idLines('more than once by', names.page, comparison.duplicated_in_page),
    ...idLines('more than once by', names.cursor, comparison.duplicated_in_cursor),
    ...(comparison.note === null ? [] : [comparison.note]),
  ]
  return lines.map((line) => `${toVisible(line)}\n`).join('')
}

function namesOf({ editions: { page, cursor } }: Comparison): Sides<string> {
  return page === cursor
    ? { page: `${page} by page`, cursor: `${cursor} by cursor` }
    : { page, cursor }
}

const sameText = ({ rows }: Comparison): string =>
  rows.page === 0 ? 'no rows in either' : `same ${count(rows.page, 'row')} in the same order`

const requestsText = ({ requests }: Comparison, names: Sides<string>): string =>
  SIDES.map((side) => `${names[side]} in ${count(requests[side], 'request')}`).join(', ')

const rowsText = ({ rows, requests }: Comparison, side: Side): string =>
  `${count(rows[side], 'row')} in ${count(requests[side], 'request')}`

function explain(
  { index, kind, fields, ...rows }: FirstDifference,
  names: Sides<string>,
): string[] {
  const width = Math.max(...SIDES.map((side) => names[side].length))
  const line = (side: Side, text: string): string => `  ${names[side].padEnd(width)}  ${text}`
  return [
    `different ${fields ? 'at' : 'from'} row ${index + 1}${fields ? '' : ' on'}: ${sentences[kind](names)}`,
    ...(fields
      ? [`  id ${rows.page?.id ?? ''}`]
      : SIDES.map((side) => line(side, rowText(rows[side])))),
    ...(fields ?? []).flatMap((field) => fieldLines(field, line)),
  ]
}

function fieldLines(field: FieldDifference, line: (side: Side, text: string) => string): string[] {
  return [`  ${field.name}`, ...SIDES.map((side) => `  ${line(side, valueText(field[side]))}`)]
}

const sentences: Record<DifferenceKind, (names: Sides<string>) => string> = {
  order: () => 'both have these rows, in another order',
  missing_in_page: ({ page }) => `${page} does not have this row`,
  missing_in_cursor: ({ cursor }) => `${cursor} does not have this row`,
  duplicated_in_page: ({ page }) => `${page} gives a row that it gave before`,
  duplicated_in_cursor: ({ cursor }) => `${cursor} gives a row that it gave before`,
  field: () => 'the same row has other values',
}

const rowText = (row: Row | null): string =>
  row === null ? 'has no more rows' : JSON.stringify(row)

const valueText = (value: unknown): string =>
  value === undefined ? 'absent' : JSON.stringify(value)

type Shown = { readonly side: Side; readonly isOneToken: boolean }

function curlOf(
  { editions }: Comparison,
  { requests }: FirstDifference,
  { side, isOneToken }: Shown,
): string {
  const token = isOneToken ? '$TOKEN' : `$${side.toUpperCase()}_TOKEN`
  const prefer = isOneToken ? ` -H 'Prefer: edition=${editions[side]}'` : ''
  return `curl -g -H "Authorization: Bearer ${token}" -H 'Accept: application/json'${prefer} ${quote(requests[side])}`
}

function idLines(what: string, name: string, { count: rows, ids }: IdCount): string[] {
  if (rows === 0) return []
  return [
    `${what} ${name}: ${count(rows, 'row')}: ${ids.slice(0, MAX_IDS).join(', ')}${rows > MAX_IDS ? ', …' : ''}`,
  ]
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`

/** Text from an API must not control the terminal or reverse the direction of its text. */
const toVisible = (text: string): string =>
  text.replace(
    /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
