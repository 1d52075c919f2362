// Reads a dataset from chunks of bytes and yields batches, so millions of rows need little memory.

import { CaptureNote } from './captured.ts'
import { DatasetError, toProblems } from './dataset.ts'
import { createJsonReader } from './json-reader.ts'
import { type MessageTable, messageTables } from './message.ts'
import type { DatasetPart } from './parts.ts'
import { createReferences, TWO_TABLES } from './references.ts'
import { readAnswer, readList } from './stream-list.ts'
import { isOfMessages, isPassedOver, readTable, type Table } from './stream-rows.ts'
import {
  CHECKING,
  MAX_BYTES,
  parsePiece,
  readName,
  readNextName,
  type ReadOptions,
  refusalOfValue,
  refuse,
  requireEndOfObject,
  type StreamedInput,
  unknownField,
} from './streamed-input.ts'
import { EncodingError } from './utf8.ts'

export type { DatasetPart } from './parts.ts'

const neededTables = ['users', 'tokens', 'assistants', 'conversations'] as const
const tableNames = [...neededTables, ...messageTables] as const

/**
 * Yields the rows of a dataset, or of a list in the form of an API answer, in small batches.
 * Each batch has rows of one table. The rows equal those of parseDatasetText().
 * Throws a DatasetError at the first problem, after the batches before it.
 * The store, not this function, finds conversations with the same id or uuid.
 */
export async function* readDataset(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<DatasetPart> {
  const reader = createJsonReader(chunks)
  const input = { ...options, reader, references: createReferences() }
  try {
    if ((await reader.peek()) === '[') yield* readList(input)
    else yield* readObject(input)
  } catch (error) {
    throw error instanceof EncodingError
      ? new DatasetError(`${options.name} ${error.message}`)
      : error
  } finally {
    await reader.close()
  }
}

async function* readObject(input: StreamedInput): AsyncGenerator<DatasetPart> {
  const { reader } = input
  if (!(await reader.take('{')))
    throw await refusalOfValue(input, { path: [], message: 'must be an object' })
  const first = (await reader.peek()) === '}' ? undefined : await readFirstName(input)
  if (first === undefined || isTable(first)) yield* readTables(input, first)
  else yield* readAnswer(input, first)
}

/** Skips `$schema`, by which editors find the schema of the file. */
async function readFirstName(input: StreamedInput): Promise<string | undefined> {
  const name = await readName(input)
  if (name !== '$schema') return name
  const piece = await input.reader.cut(MAX_BYTES)
  if (typeof (piece && parsePiece(input, piece)) !== 'string')
    refuse(input, [{ path: ['$schema'], message: 'must be a string' }])
  return readNextName(input)
}

async function* readTables(
  input: StreamedInput,
  first: string | undefined,
): AsyncGenerator<DatasetPart> {
  const seen = new Set<Table>()
  for (let name = first; name !== undefined; name = await readNextName(input)) {
    if (name === 'captured') {
      await readNote(input)
      continue
    }
    const table = requireTable(input, name, seen)
    seen.add(table)
    yield* readTable(input, table)
  }
  await requireEndOfObject(input)
  const missing = neededTables.filter((table) => !seen.has(table) && !isPassedOver(input, table))
  refuse(
    input,
    missing.map((table) => ({ path: [table], message: 'is missing; it must be an array' })),
  )
}

const isTable = (name: string): boolean =>
  name === 'captured' || tableNames.some((table) => table === name)

/** Checks the `captured` note. The mock ignores it, but a wrong note means another kind of file. */
async function readNote(input: StreamedInput): Promise<void> {
  const piece = await input.reader.cut(MAX_BYTES)
  const parsed = CaptureNote.safeParse(piece && parsePiece(input, piece), CHECKING)
  if (!parsed.success) refuse(input, toProblems(parsed.error, ['captured']))
}

function requireTable(input: StreamedInput, name: string, seen: ReadonlySet<Table>): Table {
  const table = tableNames.find((known) => known === name)
  if (table === undefined) throw unknownField(input, name)
  if (seen.has(table)) refuse(input, [{ path: [table], message: 'comes twice; join the two' }])
  if (table === 'conversations' && !seen.has('assistants')) {
    const message =
      'comes before assistants; rows are stored while they are read, so move conversations to the end'
    refuse(input, [{ path: [table], message }])
  }
  if (isOfMessages(table)) requireRoomForMessages(input, table, seen)
  return table
}

function requireRoomForMessages(
  input: StreamedInput,
  table: MessageTable,
  seen: ReadonlySet<Table>,
): void {
  const path = [table]
  if (!seen.has('conversations')) {
    const message = `comes before conversations; rows are stored while they are read, so move ${table} to the end`
    refuse(input, [{ path, message }])
  }
  if (messageTables.some((name) => seen.has(name))) refuse(input, [{ path, message: TWO_TABLES }])
}
