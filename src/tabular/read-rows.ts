// Turns the rows of CSV files and JSON lines into parts of a dataset.
// Rows are streamed; memory holds only the assistants and the line numbers.

import { turns } from '../clock/turns.ts'
import { DatasetError } from '../dataset/dataset.ts'
import { parseGiven } from '../dataset/given.ts'
import { isList } from '../dataset/list.ts'
import type { NamedList } from '../dataset/list-answers.ts'
import { BATCH, type DatasetPart, partsOf } from '../dataset/parts.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { EncodingError } from '../dataset/utf8.ts'
import { readHeader } from './columns.ts'
import { readCsv } from './csv.ts'
import { type JsonValue, type Line, readValues, toLine } from './json-lines.ts'
import { createLineIndex, type LineIndex } from './line-index.ts'
import { assembleParts, type GivenRows } from './part-assembly.ts'
import { createProblemList } from './problem-list.ts'

export type TableFile = {
  /** Error messages name the file by it. */
  readonly name: string
  readonly format: 'csv' | 'lines'
  readonly chunks: AsyncIterable<Uint8Array>
  /** Resolves to the number of rows or more. Absent if the number is unknown before reading. */
  readonly countRows?: () => Promise<number>
}

export type TableOptions = {
  readonly order: SortOrder
  readonly onWarning?: ((message: string) => void) | undefined
}

/**
 * The parts of one file, and where its conversations are, for lineOf().
 * Reading the parts throws a DatasetError that names line and column.
 */
export function readTable(file: TableFile, options: TableOptions) {
  const lines = createLineIndex()

  async function* read(): AsyncGenerator<DatasetPart> {
    try {
      if (file.format === 'csv')
        yield* assembleParts(readCsvRows(file, options), { ...file, lines })
      else yield* readJsonLines(file, options, lines)
    } catch (error) {
      throw error instanceof EncodingError
        ? new DatasetError(`${file.name} ${error.message}`)
        : error
    }
  }

  return { parts: read(), lines: lines.starts }
}

function readCsvRows({ name, chunks }: TableFile, { onWarning }: TableOptions): GivenRows {
  const problems = createProblemList(name)

  async function* read(): AsyncGenerator<Line[]> {
    const { separator, batches } = await readCsv(chunks, name)
    let columns: ReturnType<typeof readHeader> | undefined
    for await (const batch of batches) {
      // Spreadsheets also write rows in which all cells are empty.
      const records = batch.filter(({ cells }) => cells.some((cell) => cell !== ''))
      if (!columns) {
        const [header, firstRow] = records
        if (!header) continue
        columns = readHeader(header, { separator, firstRow, problems })
        warnOf(columns.unknown, name, onWarning)
        records.shift()
      }
      yield records.map(columns.read)
    }
    if (!columns) throw new DatasetError(`${name} is empty; its first line must name the columns`)
  }
  return { rows: read(), problems }
}

async function* readJsonLines(
  file: TableFile,
  options: TableOptions,
  lines: LineIndex,
): AsyncGenerator<DatasetPart> {
  const { name } = file
  const batches = readValues(file.chunks, name)
  const first = await batches.next()
  if (first.done) throw new DatasetError(`${name} is empty; write a conversation in each line`)
  const all = startWith(first.value, batches)
  if (isAnswer(first.value)) yield* readAnswers(all, file, options)
  else yield* assembleParts(toRows(all, file, options), { ...file, lines })
}

const isAnswer = ([first]: readonly JsonValue[]): boolean => isList(first?.value)

async function* startWith<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* others
}

/** Holds all answers of the API in memory, because their pages may come in any order. */
async function* readAnswers(
  batches: AsyncIterable<JsonValue[]>,
  { name }: TableFile,
  { order }: TableOptions,
): AsyncGenerator<DatasetPart> {
  const answers: NamedList[] = []
  for await (const values of batches)
    for (const { value, line } of values) answers.push({ value, name: `${name}, line ${line}` })
  yield* partsOf(await turns.run(parseGiven(answers, order)))
}

function toRows(
  batches: AsyncIterable<JsonValue[]>,
  { name }: TableFile,
  { onWarning }: TableOptions,
): GivenRows {
  const problems = createProblemList(name)
  const unknown = new Set<string>()

  async function* read(): AsyncGenerator<Line[]> {
    const options = { file: name, problems, onUnknown: (field: string) => unknown.add(field) }
    let lines: Line[] = []
    for await (const values of batches) {
      for (const value of values) {
        const line = toLine(value, options)
        if (line) lines.push(line)
      }
      if (lines.length < BATCH) continue
      yield lines
      lines = []
    }
    yield lines
    warnOf([...unknown], name, onWarning)
  }
  return { rows: read(), problems }
}

function warnOf(
  unknown: readonly string[],
  file: string,
  onWarning: TableOptions['onWarning'],
): void {
  if (unknown.length > 0)
    onWarning?.(
      `${file} has fields that this API does not document: ${unknown.join(', ')}; they are left out`,
    )
}
