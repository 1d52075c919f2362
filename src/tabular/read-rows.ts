// Turns the rows of CSV files and JSON lines into parts of a dataset.
// Rows are streamed; memory holds only the assistants and the line numbers.

import { turns } from '../clock/turns.ts'
import { DatasetError } from '../dataset/dataset.ts'
import type { Conversation } from '../dataset/dataset.ts'
import { demoTokens, demoUsers } from '../dataset/demo-user.ts'
import { parseGiven } from '../dataset/given.ts'
import { isList, type NamedList } from '../dataset/list.ts'
import { BATCH, type DatasetPart, partsOf } from '../dataset/parts.ts'
import { createReferences } from '../dataset/references.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { EncodingError } from '../dataset/utf8.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import { readHeader } from './columns.ts'
import { readCsv } from './csv.ts'
import { type Declaration, type JsonValue, type Line, readValues, toLine } from './json-lines.ts'
import { createLineIndex } from './line-index.ts'
import { createNumbering, DECIDING_ROWS } from './numbering.ts'
import { createProblemList, type ProblemList } from './problem-list.ts'
import { createAssistantList, type GivenRow, toConversation } from './row-assembly.ts'

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
      if (file.format === 'csv') yield* assemble(readCsvRows(file, options), file, lines)
      else yield* readJsonLines(file, options, lines)
    } catch (error) {
      throw error instanceof EncodingError
        ? new DatasetError(`${file.name} ${error.message}`)
        : error
    }
  }

  return { parts: read(), lines: lines.starts }
}

type Rows = { readonly rows: AsyncGenerator<Line[]>; readonly problems: ProblemList }

function readCsvRows({ name, chunks }: TableFile, { onWarning }: TableOptions): Rows {
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
  lines: ReturnType<typeof createLineIndex>,
): AsyncGenerator<DatasetPart> {
  const { name } = file
  const values = readValues(file.chunks, name)
  const first = await values.next()
  if (first.done) throw new DatasetError(`${name} is empty; write a conversation in each line`)
  const all = startWith(first.value, values)
  if (isAnswer(first.value)) yield* readAnswers(all, file, options)
  else yield* assemble(toRows(all, file, options), file, lines)
}

const isAnswer = ({ value }: JsonValue): boolean => isList(value)

async function* startWith<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* others
}

/** Holds all answers of the API in memory, because their pages may come in any order. */
async function* readAnswers(
  values: AsyncIterable<JsonValue>,
  { name }: TableFile,
  { order }: TableOptions,
): AsyncGenerator<DatasetPart> {
  const answers: NamedList[] = []
  for await (const { value, line } of values)
    answers.push({ value, place: `${name}, line ${line}` })
  yield* partsOf(await turns.run(parseGiven(answers, order)))
}

function toRows(
  values: AsyncIterable<JsonValue>,
  { name }: TableFile,
  { onWarning }: TableOptions,
): Rows {
  const problems = createProblemList(name)
  const unknown = new Set<string>()

  async function* read(): AsyncGenerator<Line[]> {
    let batch: Line[] = []
    for await (const value of values) {
      const line = toLine(value, { file: name, problems, onUnknown: (field) => unknown.add(field) })
      if (line && batch.push(line) < BATCH) continue
      yield batch
      batch = []
    }
    yield batch
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

async function* assemble(
  { rows, problems }: Rows,
  { countRows }: TableFile,
  lines: ReturnType<typeof createLineIndex>,
): AsyncGenerator<DatasetPart> {
  const declarations = createDeclarations(problems.add)
  const assistants = createAssistantList(problems.add)
  let firstRow: GivenRow | undefined
  let idOf: ((index: number) => number) | undefined
  let count = 0
  let held: GivenRow[] = []

  function* write(given: readonly GivenRow[]): Generator<DatasetPart> {
    const made: Conversation[] = []
    const first = count
    for (const row of given) {
      const owner = assistants.of(row)
      const id = row.id ?? idOf?.(count)
      if (!owner || id === undefined) continue
      if (owner.isNew) yield { table: 'assistants', rows: [owner.assistant], first: 0 }
      made.push(toConversation(row, { id, assistantId: owner.assistant.id }))
      lines.add(row.line)
      count++
    }
    // After a problem, reading continues only to find more problems.
    if (problems.isEmpty()) yield { table: 'conversations', rows: made, first }
  }

  function take(line: Line): DatasetPart | undefined {
    if ('kind' in line) {
      if (firstRow) problems.add(line.line, line.kind, 'must stand before all conversations')
      else if (line.kind === 'assistant') assistants.declare(line.row, line.line)
      return declarations.add(line)
    }
    firstRow ??= line
    if (problems.isEmpty() && (line.id === undefined) !== (firstRow.id === undefined))
      problems.add(
        line.line,
        'id',
        `is ${line.id === undefined ? 'missing' : 'given'}, unlike in line ${firstRow.line}`,
      )
    held.push(line)
    return undefined
  }

  async function* writeHeld(): AsyncGenerator<DatasetPart> {
    if (!declarations.isOver()) yield* declarations.end(assistants.belongTo)
    if (held.length > 0) idOf ??= await createNumbering(held, countRows)
    yield* write(held)
    held = []
  }

  for await (const batch of rows) {
    for (const line of batch) {
      const part = take(line)
      if (part) yield part
    }
    if (declarations.isOver() || held.length >= DECIDING_ROWS) yield* writeHeld()
  }
  yield* writeHeld()
  problems.requireNone()
}

/** Users, tokens and assistants of a file. Without a user, the demo data supplies user and tokens. */
function createDeclarations(refuse: ProblemList['add']) {
  const references = createReferences()
  const lines: Record<Declaration['kind'], number[]> = { user: [], token: [], assistant: [] }
  let firstUser: number | undefined
  let isOver = false

  function check({ kind, row }: Declaration, index: number): readonly InputProblem[] {
    if (kind === 'user') return references.users(row, index)
    return kind === 'token' ? references.tokens(row, index) : references.assistants(row, index)
  }

  return {
    isOver: () => isOver,

    add(declaration: Declaration): DatasetPart {
      const { kind, row, line } = declaration
      const first = lines[kind].push(line) - 1
      for (const { path, message } of check(declaration, first))
        refuse(line, `${kind}.${String(path.at(-1))}`, message)
      if (kind === 'token') return { table: 'tokens', rows: [row], first }
      if (kind === 'assistant') return { table: 'assistants', rows: [row], first }
      firstUser ??= row.id
      return { table: 'users', rows: [row], first }
    },

    /** Call it before the first conversation. It calls `belongTo` with the owner of the rows. */
    *end(belongTo: (userId: number) => void): Generator<DatasetPart> {
      isOver = true
      if (firstUser === undefined) {
        yield { table: 'users', rows: demoUsers, first: 0 }
        demoUsers.forEach(references.users)
        if (lines.token.length === 0) yield { table: 'tokens', rows: demoTokens, first: 0 }
      }
      belongTo(firstUser ?? 1)
      for (const { path, message } of references.endUsers()) {
        const kind = path[0] === 'tokens' ? 'token' : 'assistant'
        refuse(lines[kind][Number(path[1])] ?? 1, `${kind}.user_id`, message)
      }
    },
  }
}
