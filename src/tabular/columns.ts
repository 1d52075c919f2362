// Reads the header of a CSV file: it decides which field of a conversation each column sets.

import { Conversation } from '../dataset/dataset.ts'
import { readRow } from '../dataset/json.ts'
import { isLong, LONG_TEXT, LONG_JSON, MAX_TEXT } from '../dataset/row-bounds.ts'
import type { PhpValue } from '../php/json.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { nearestOf } from '../problems/nearest.ts'
import { quoteValue } from '../problems/problems.ts'
import * as cells from './cells.ts'
import type { CsvRecord } from './csv-records.ts'
import type { ProblemList } from './problem-list.ts'
import type { GivenRow } from './row-assembly.ts'

type Column = {
  readonly name: string
  /** Called only for cells that are not empty. */
  readonly set: (row: GivenRow, cell: string) => void
  /** Whether a cell may be empty. */
  readonly isOptional: boolean
}

export type Columns = {
  readonly read: (record: CsvRecord) => GivenRow
  readonly hasIds: boolean
  /** Names of columns that match no field. Their cells are ignored. */
  readonly unknown: readonly string[]
}

type Reader = readonly [set: Column['set'], isOptional?: 'optional']

const knownColumns = (hasDecimalCommas: boolean, hasUuids: boolean): Record<string, Reader> => {
  const readNumber = cells.createNumberReader(hasDecimalCommas)
  return {
    id: hasUuids
      ? [(row, cell) => (row.id = cells.readId(cell))]
      : [(row, cell) => (row.uuid = cells.readIdentifier(cell))],
    uuid: [(row, cell) => (row.uuid = cell)],
    assistant_id: [(row, cell) => (row.assistant_id = numberOrText(cell))],
    assistant_name: [(row, cell) => (row.assistant_name = cell)],
    type: [(row, cell) => (row.type = cells.readType(cell))],
    variables: [(row, cell) => (row.variables = readVariables(cell)), 'optional'],
    external_identifier: [
      (row, cell) => (row.external_identifier = cells.readIdentifier(cell)),
      'optional',
    ],
    message_count: [(row, cell) => (row.message_count = cells.readWhole(cell))],
    total_cost: [(row, cell) => (row.total_cost = readNumber(cell))],
    ai_enabled: [(row, cell) => (row.ai_enabled = cells.readFlag(cell))],
    whatsapp_sender_name: [(row, cell) => (row.whatsapp_sender_name = cell), 'optional'],
    whatsapp_sender_phone: [
      (row, cell) => (row.whatsapp_sender_phone = cells.readIdentifier(cell)),
      'optional',
    ],
    customer_name: [(row, cell) => (row.customer_name = cell), 'optional'],
    customer_phone: [(row, cell) => (row.customer_phone = cells.readIdentifier(cell)), 'optional'],
    created_at: [(row, cell) => (row.created_at = cells.readDate(cell))],
    updated_at: [(row, cell) => (row.updated_at = cells.readDate(cell)), 'optional'],
  }
}

const VARIABLE = 'variables.'

type HeaderOptions = {
  readonly separator: string
  readonly firstRow: CsvRecord | undefined
  readonly problems: ProblemList
}

/** Throws a DatasetError for a header that cannot be used. */
export function readHeader(
  { cells: names, line }: CsvRecord,
  { separator, firstRow, problems }: HeaderOptions,
): Columns {
  const titles = names.map(normalize)
  const idAt = titles.indexOf('id')
  const hasIds =
    idAt >= 0 && (titles.includes('uuid') || /^\d+$/.test(firstRow?.cells[idAt]?.trim() ?? ''))
  const known = knownColumns(separator !== ',', hasIds)
  const unknown: string[] = []
  const columns = titles.map((title, index): Column | undefined => {
    const name = `column ${index + 1}`
    const first = titles.indexOf(title)
    if (title !== '' && first < index)
      problems.add(
        line,
        name,
        `has the name ${quoteValue(title)} of column ${first + 1}; rename one`,
      )
    const column = columnOf(title, known)
    if (title === '' || column) return column
    const nearest = nearestOf(
      title,
      Object.keys(known).filter((other) => !titles.includes(other)),
    )
    if (nearest === undefined) unknown.push(title)
    else problems.add(line, name, `${quoteValue(title)} is no field; did you mean ${nearest}?`)
    return undefined
  })
  if (titles.includes('variables') && titles.some((title) => title.startsWith(VARIABLE)))
    problems.add(
      line,
      'variables',
      'cannot stand beside columns of single variables; leave out one kind',
    )
  if (columns.every((column) => column === undefined))
    problems.add(line, '', namesNoField(Object.keys(known)))
  problems.requireNone()
  return { hasIds, unknown, read: (record) => readRecord(record, columns, problems) }
}

/** The column with this title; undefined when the title is no field. */
function columnOf(title: string, known: Readonly<Record<string, Reader>>): Column | undefined {
  if (title.startsWith(VARIABLE) && title.length > VARIABLE.length)
    return { name: title, set: variableSetter(title.slice(VARIABLE.length)), isOptional: true }
  const reader = Object.hasOwn(known, title) ? known[title] : undefined
  return reader && { name: title, set: reader[0], isOptional: reader[1] === 'optional' }
}

const namesNoField = (known: readonly string[]): string =>
  'names no field of a conversation; the first line must name the columns, such as ' +
  known.slice(2, 6).join(', ')

/** "Customer Phone" and customer.phone become customer_phone, the API's field name. */
function normalize(name: string): string {
  const title = name.trim()
  if (title.toLowerCase().startsWith(VARIABLE)) return VARIABLE + title.slice(VARIABLE.length)
  return title
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
    .replace(/^(customer|whatsapp_sender)\.(name|phone)$/, '$1_$2')
}

function readRecord(
  { cells: values, line }: CsvRecord,
  columns: readonly (Column | undefined)[],
  problems: ProblemList,
): GivenRow {
  const row: GivenRow = { line }
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]
    if (!column) continue
    const cell = values[index] ?? ''
    try {
      if (cell.length > MAX_TEXT && !column.name.startsWith('variables'))
        problems.add(line, column.name, LONG_TEXT)
      else if (cell !== '') column.set(row, cell)
      else if (!column.isOptional)
        problems.add(line, column.name, 'is empty; fill it, or leave out the whole column')
    } catch (error) {
      if (!(error instanceof cells.CellError)) throw error
      const advice = error.advice === undefined ? '' : ` (${error.advice})`
      problems.add(line, column.name, `${error.message}, not ${quoteValue(cell)}${advice}`)
    }
  }
  if (row.variables !== undefined && isLong(row.variables))
    problems.add(line, 'variables', LONG_JSON)
  if (values.length > columns.length && values.slice(columns.length).some((cell) => cell !== ''))
    problems.add(
      line,
      '',
      `has ${values.length} cells, but the header ${columns.length}; a text with the separator in it needs quotes`,
    )
  return row
}

const numberOrText = (cell: string): number | string =>
  /^[1-9]\d{0,14}$/.test(cell) ? Number(cell) : cell

const variableSetter =
  (name: string): Column['set'] =>
  (row, cell) => {
    const map = row.variables instanceof Map ? row.variables : new Map<string, PhpValue>()
    map.set(name, cells.readVariable(cell))
    row.variables = map
  }

function readVariables(cell: string): PhpValue {
  try {
    const result = Conversation.shape.variables.safeParse(readRow(cell), { jitless: true })
    if (result.success) return result.data
    throw new cells.CellError(result.error.issues[0]?.message ?? 'must be JSON')
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new cells.CellError('must be JSON, such as {"plan":"pro"}')
  }
}
