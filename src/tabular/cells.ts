// Reads cells of tables as values, in the notations of spreadsheets and databases.
// Each reader throws a CellError for a cell that it cannot read.

import { conversationTypes } from '../dataset/dataset.ts'
import { createDateCheck } from '../dataset/fields.ts'
import { formatDateTime } from '../php/dates.ts'

/** A cell cannot be read. In a sentence, the message follows the name of the column. */
export class CellError extends Error {
  override name = 'CellError'
  /** How to correct the cell. In a sentence, it follows the text of the cell. */
  readonly advice: string | undefined
  constructor(message: string, advice?: string) {
    super(message)
    this.advice = advice
  }
}

function refuse(message: string, advice?: string): never {
  throw new CellError(message, advice)
}

export const readText = (cell: string): string => cell

/** A phone or an id that a spreadsheet took for a number, such as 4.92E+12. Digits are lost. */
const SHORTENED = /^\d[.,]\d+E\+\d+$/i

export function readIdentifier(cell: string): string {
  if (!SHORTENED.test(cell)) return cell
  return refuse(
    'must not be shortened',
    'make the column a text in the spreadsheet, and export it again',
  )
}

export function readWhole(cell: string): number {
  const value = Number(cell)
  if (/^\s*\d+(?:\.0+)?\s*$/.test(cell) && Number.isSafeInteger(value)) return value
  return refuse('must be a whole number from 0')
}

export const readId = (cell: string): number =>
  readWhole(cell) || refuse('must be a whole number from 1')

/** `hasDecimalCommas`: the cells are not separated by commas, so a comma may be a decimal point. */
export const createNumberReader =
  (hasDecimalCommas: boolean) =>
  (cell: string): number => {
    const text = hasDecimalCommas ? cell.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2') : cell.trim()
    if (/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
      const value = Number(text)
      if (Number.isFinite(value)) return value
    }
    return refuse('must be a number such as 0.25', 'leave out thousands separators and currencies')
  }

const flags = new Map<string, boolean>([
  ...['true', 't', '1', 'yes'].map((text) => [text, true] as const),
  ...['false', 'f', '0', 'no'].map((text) => [text, false] as const),
])

export const readFlag = (cell: string): boolean =>
  flags.get(cell.trim().toLowerCase()) ?? refuse('must be true or false')

const types = new Map<string, (typeof conversationTypes)[number]>(
  conversationTypes.map((type) => [type, type]),
)

export const readType = (cell: string): (typeof conversationTypes)[number] =>
  types.get(cell) ??
  types.get(cell.trim().toLowerCase()) ??
  refuse(`must be one of ${conversationTypes.join(', ')}`)

/** A number or a boolean if JSON writes it exactly like the cell. Others, like 007, are texts. */
export function readVariable(cell: string): string | number | boolean {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  const first = cell.charCodeAt(0)
  if (first > 0x39 || (first < 0x30 && first !== 0x2d)) return cell
  const value = Number(cell)
  return String(value) === cell && Number.isFinite(value) ? value : cell
}

const isDateTime = createDateCheck()

const ISO =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i
const GERMAN = /^(\d\d?)\.(\d\d?)\.(\d{4})(?:[, ]+(\d\d?:\d\d)(:\d\d)?)?$/

/**
 * Reads ISO 8601, in UTC unless a time zone is given, or day.month.year.
 * Other orders are refused because they are ambiguous.
 */
export function readDate(cell: string): string {
  if (isDateTime(cell)) return cell
  const text = cell.trim()
  const date = fromIso(text) ?? fromGerman(text)
  if (date !== undefined && isDateTime(date)) return date
  if (BY_SLASHES.test(text))
    return refuse(
      'must be a date such as 2025-01-31 18:05:00, because the day or the month can stand first here',
      FORMAT,
    )
  return refuse('must be a date that exists, such as 2025-01-31 18:05:00', FORMAT)
}

const BY_SLASHES = /^\d\d?\/\d\d?\/\d{2,4}\b/
const FORMAT = 'in a spreadsheet choose the number format yyyy-mm-dd hh:mm:ss'

function fromIso(text: string): string | undefined {
  const [, day, time = '00:00', seconds = ':00', zone] = ISO.exec(text) ?? []
  if (day === undefined) return undefined
  const local = `${day} ${time}${seconds}`
  if (zone === undefined || !isDateTime(local)) return local
  return formatDateTime(Date.parse(`${day}T${time}${seconds}Z`) / 1000 - offsetOf(zone))
}

/** The offset of a time zone in seconds. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes) * 60
  return sign === '-' ? -seconds : seconds
}

function fromGerman(text: string): string | undefined {
  const [, day, month, year, time = '00:00', seconds = ':00'] = GERMAN.exec(text) ?? []
  if (day === undefined || month === undefined) return undefined
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return `${date} ${time.padStart(5, '0')}${seconds}`
}
