// Reads a dataset from chunks of bytes and yields batches, so millions of rows need little memory.

import * as z from 'zod'
import { completeAssistant } from './assistant.ts'
import { CaptureNote } from './captured.ts'
import {
  Assistant,
  Conversation,
  DatasetError,
  toDatasetError,
  toFaults,
  toJsonError,
  Token,
  toRestError,
  User,
} from './dataset.ts'
import { IN_OUR_WORDS } from '../problems/problems.ts'
import { turns } from '../clock/turns.ts'
import { readRow } from './json.ts'
import { readJsonInTurns } from './json-in-turns.ts'
import { parseGiven, refuseFailure } from './given.ts'
import { isList } from './list.ts'
import {
  createReferences,
  createRising,
  type Fault,
  type References,
  TWO_TABLES,
} from './references.ts'
import { type MessageTable, messageTables, MessageRow } from './message.ts'
import { BATCH, type Batch, type DatasetPart } from './parts.ts'
import { countLines, createJsonReader, type JsonReader, type JsonText } from './json-reader.ts'
import { EncodingError } from './utf8.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import type { SortOrder } from './sort-order.ts'
import { createUsualRowReader } from './usual-row.ts'

export type { DatasetPart } from './parts.ts'

export type ReadOptions = {
  /** Error messages name the input by it, for example a file name. */
  readonly place: string
  /** `rows` reads the data of one user: it skips users and tokens. Assistants belong to user 0. */
  readonly tables: 'all' | 'rows'
  /** The sort order of the store. A list in the form of an API answer must follow it. */
  readonly order?: SortOrder
  /** Limit for a list in the form of an API answer, which is held in memory. Default 16 MiB. */
  readonly maxListBytes?: number
}

type Table = DatasetPart['table']
type Source = ReadOptions & { readonly reader: JsonReader; readonly references: References }

const readUsualRow = createUsualRowReader()
const CHECKING = { ...IN_OUR_WORDS, reportInput: true } as const
const MAX_BYTES = 2 ** 20
const MAX_LIST_BYTES = 2 ** 24
const neededTables = ['users', 'tokens', 'assistants', 'conversations'] as const
const tableNames = [...neededTables, ...messageTables] as const
const UnownedAssistant = Assistant.extend({
  user_id: z
    .unknown()
    .optional()
    .transform(() => 0),
})

/**
 * Yields the rows of a dataset, or of a list in the form of an API answer, in small batches.
 * Each batch has rows of one table. The rows equal those of parseDatasetText().
 * Throws a DatasetError at the first fault, after the batches before it.
 * The store, not this function, finds conversations with the same id or uuid.
 */
export async function* readDataset(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<DatasetPart> {
  const reader = createJsonReader(chunks)
  const source = { ...options, reader, references: createReferences() }
  try {
    if ((await reader.peek()) === '[') yield* readList(source)
    else yield* readObject(source)
  } catch (error) {
    throw error instanceof EncodingError
      ? new DatasetError(`${options.place} ${error.message}`)
      : error
  } finally {
    await reader.close()
  }
}

async function* readList(source: Source): AsyncGenerator<DatasetPart> {
  const piece = await source.reader.cut(source.maxListBytes ?? MAX_LIST_BYTES)
  if (!piece) throw tooLong(source)
  const value = await parseLongPiece(source, piece)
  await requireEnd(source)
  yield* partsOfList(source, value)
}

function tooLong({ place, maxListBytes = MAX_LIST_BYTES }: Source): DatasetError {
  const limit = `${maxListBytes / 2 ** 20} MiB`
  const message = `is longer than the ${limit} that a list may have; send it in parts, or as a dataset`
  return toDatasetError(place, [{ path: [], message }])
}

async function* readObject(source: Source): AsyncGenerator<DatasetPart> {
  const { reader } = source
  if (!(await reader.take('{')))
    throw await refusalOfValue(source, { path: [], message: 'must be an object' })
  const first = (await reader.peek()) === '}' ? undefined : await readFirstName(source)
  if (first === undefined || isTable(first)) yield* readTables(source, first)
  else yield* readAnswer(source, first)
}

/** Skips `$schema`, by which editors find the schema of the file. */
async function readFirstName(source: Source): Promise<string | undefined> {
  const name = await readName(source)
  if (name !== '$schema') return name
  const piece = await source.reader.cut(MAX_BYTES)
  if (typeof (piece && parsePiece(source, piece)) !== 'string')
    refuse(source, [{ path: ['$schema'], message: 'must be a string' }])
  return readNextName(source)
}

async function* readTables(source: Source, first: string | undefined): AsyncGenerator<DatasetPart> {
  const seen = new Set<Table>()
  for (let name = first; name !== undefined; name = await readNextName(source)) {
    if (name === 'captured') {
      await readNote(source)
      continue
    }
    const table = requireTable(source, name, seen)
    seen.add(table)
    yield* readTable(source, table)
  }
  await requireEndOfObject(source)
  const missing = neededTables.filter((table) => !seen.has(table) && !isPassedOver(source, table))
  refuse(
    source,
    missing.map((table) => ({ path: [table], message: 'is missing; it must be an array' })),
  )
}

/** Reads an object whose first name is no table: an API answer, or an unknown format. */
async function* readAnswer(source: Source, first: string): AsyncGenerator<DatasetPart> {
  const { reader, place } = source
  const members: [string, unknown][] = []
  let left = source.maxListBytes ?? MAX_LIST_BYTES
  for (
    let name: string | undefined = first;
    name !== undefined;
    name = await readNextName(source)
  ) {
    const piece = await reader.cut(left)
    if (!piece) throw tooLong(source)
    left -= piece.text.length
    members.push([name, await parseLongPiece(source, piece)])
  }
  await requireEndOfObject(source)
  const value = Object.fromEntries(members)
  refuseFailure({ value, place })
  if (!isList(value)) throw unknownField(source, first)
  yield* partsOfList(source, value)
}

async function* partsOfList(
  { place, order = 'id' }: Source,
  value: unknown,
): AsyncGenerator<DatasetPart> {
  const { assistants, conversations } = await turns.run(parseGiven([{ value, place }], order))
  const rows = assistants.map(({ user_id: _, ...assistant }) =>
    completeAssistant({ ...assistant, user_id: 0 }),
  )
  yield { table: 'assistants', rows, first: 0, isOfList: true }
  for (let first = 0; first < conversations.length; first += BATCH)
    yield {
      table: 'conversations',
      rows: conversations.slice(first, first + BATCH),
      first,
      isOfList: true,
    }
}

async function readNextName(source: Source): Promise<string | undefined> {
  return (await source.reader.take(',')) ? readName(source) : undefined
}

async function requireEndOfObject(source: Source): Promise<void> {
  if (!(await source.reader.take('}'))) throw notJson(source, 'expected "," or "}"')
  await requireEnd(source)
}

async function requireEnd({ place, reader }: Source): Promise<void> {
  const next = await reader.peek()
  if (next !== '') throw toRestError(place, next, reader.line())
}

const isTable = (name: string): boolean =>
  name === 'captured' || tableNames.some((table) => table === name)

/** Checks the `captured` note. The mock ignores it, but a wrong note means another kind of file. */
async function readNote(source: Source): Promise<void> {
  const piece = await source.reader.cut(MAX_BYTES)
  const parsed = CaptureNote.safeParse(piece && parsePiece(source, piece), CHECKING)
  if (!parsed.success) refuse(source, toFaults(parsed.error, ['captured']))
}

function requireTable(source: Source, name: string, seen: ReadonlySet<Table>): Table {
  const table = tableNames.find((known) => known === name)
  if (table === undefined) throw unknownField(source, name)
  if (seen.has(table)) refuse(source, [{ path: [table], message: 'comes twice; join the two' }])
  if (table === 'conversations' && !seen.has('assistants')) {
    const message =
      'comes before assistants; rows are stored while they are read, so move conversations to the end'
    refuse(source, [{ path: [table], message }])
  }
  if (isOfMessages(table)) requireRoomForMessages(source, table, seen)
  return table
}

const isOfMessages = (table: Table): table is MessageTable =>
  messageTables.some((name) => name === table)

function requireRoomForMessages(
  source: Source,
  table: MessageTable,
  seen: ReadonlySet<Table>,
): void {
  const path = [table]
  if (!seen.has('conversations')) {
    const message = `comes before conversations; rows are stored while they are read, so move ${table} to the end`
    refuse(source, [{ path, message }])
  }
  if (messageTables.some((name) => seen.has(name))) refuse(source, [{ path, message: TWO_TABLES }])
}

async function readName(source: Source): Promise<string> {
  const { reader } = source
  const piece = await reader.cut(MAX_BYTES)
  if (!piece) throw unknownField(source, 'of more than 1 MiB')
  if (!piece.text.startsWith('"'))
    throw notJson(source, 'expected a property name in double quotes', piece.line)
  const name = String(parsePiece(source, piece))
  if (!(await reader.take(':'))) throw notJson(source, 'expected ":"')
  return name
}

const unknownField = ({ place }: Source, name: string): DatasetError =>
  toDatasetError(place, [{ path: [], message: `has unknown field ${name}; remove or correct it` }])

async function* readTable(source: Source, table: Table): AsyncGenerator<DatasetPart> {
  const { reader, references } = source
  if (!(await reader.take('[')))
    throw await refusalOfValue(source, { path: [table], message: 'must be an array' })
  if (isPassedOver(source, table)) {
    for await (const _ of readRows(source, table, z.unknown(), () => []));
    return
  }
  if (isOfMessages(table)) yield { table, rows: [], first: 0 }
  yield* readKnownRows(source, table)
  if (table === 'users') refuse(source, references.endUsers())
}

function readKnownRows(source: Source, table: Table): AsyncGenerator<DatasetPart> {
  const { references, tables } = source
  switch (table) {
    case 'users':
      return readRows(source, table, User, references.users)
    case 'tokens':
      return readRows(source, table, Token, references.tokens)
    case 'assistants':
      if (tables === 'rows') return readRows(source, table, UnownedAssistant, references.unowned)
      return readRows(source, table, Assistant, references.assistants)
    case 'conversations':
      return readRows(source, table, Conversation, references.conversations, readUsualRow)
    default:
      return readRows(source, table, MessageRow, createRising(table))
  }
}

const isPassedOver = ({ tables }: Source, table: Table): boolean =>
  tables === 'rows' && (table === 'users' || table === 'tokens')

async function* readRows<Name extends string, Row>(
  source: Source,
  table: Name,
  schema: z.ZodType<Row>,
  check: (row: Row, index: number) => Fault[],
  readUsual?: (value: unknown) => Row | undefined,
): AsyncGenerator<Batch<Name, Row>, void> {
  const { reader } = source
  let rows: Row[] = []
  let first = 0

  function parseRow(value: unknown, index: number): Row {
    const parsed = schema.safeParse(value, CHECKING)
    if (parsed.success) return parsed.data
    throw toDatasetError(source.place, toFaults(parsed.error, [table, index]))
  }

  if (await reader.take(']')) return
  do {
    const index = first + rows.length
    const piece = await reader.cut(MAX_BYTES)
    if (!piece)
      throw toDatasetError(source.place, [
        { path: [table, index], message: 'is longer than 1 MiB; shorten it' },
      ])
    const value = parsePiece(source, piece)
    const row = readUsual?.(value) ?? parseRow(value, index)
    refuse(source, check(row, index))
    rows.push(row)
    if (rows.length === BATCH) {
      yield { table, rows, first }
      first += BATCH
      rows = []
    }
  } while (await reader.take(','))
  if (!(await reader.take(']'))) throw notJson(source, 'expected "," or "]"')
  if (rows.length > 0) yield { table, rows, first }
}

function parsePiece({ place }: Source, { text, line, isPlain }: JsonText): unknown {
  try {
    return readRow(text, isPlain)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw toJsonError(place, error.message, line + countLines(text, error.position))
  }
}

/** Parses a long text in steps, so that other work can run in between. */
async function parseLongPiece(source: Source, piece: JsonText): Promise<unknown> {
  try {
    return await turns.run(readJsonInTurns(piece.text))
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    // The other parser reads the text again, because it knows the place of the fault.
    return parsePiece(source, piece)
  }
}

const notJson = ({ place, reader }: Source, message: string, line = reader.line()): DatasetError =>
  toJsonError(place, message, line)

/** Explains why the next value is refused: it has the wrong type, or is not JSON. */
async function refusalOfValue(source: Source, fault: Fault): Promise<DatasetError> {
  const piece = await source.reader.cut(MAX_BYTES)
  if (piece) parsePiece(source, piece)
  return toDatasetError(source.place, [fault])
}

function refuse({ place }: Source, faults: readonly Fault[]): void {
  if (faults.length > 0) throw toDatasetError(place, faults)
}
