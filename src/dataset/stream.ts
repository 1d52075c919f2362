// Reads a dataset from chunks of bytes and yields batches, so millions of rows need little memory.

import { CaptureNote } from './captured.ts'
import { DatasetError, toFaults } from './dataset.ts'
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
  type StreamSource,
  unknownField,
} from './stream-source.ts'
import { EncodingError } from './utf8.ts'

export type { DatasetPart } from './parts.ts'

const neededTables = ['users', 'tokens', 'assistants', 'conversations'] as const
const tableNames = [...neededTables, ...messageTables] as const

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

async function* readObject(source: StreamSource): AsyncGenerator<DatasetPart> {
  const { reader } = source
  if (!(await reader.take('{')))
    throw await refusalOfValue(source, { path: [], message: 'must be an object' })
  const first = (await reader.peek()) === '}' ? undefined : await readFirstName(source)
  if (first === undefined || isTable(first)) yield* readTables(source, first)
  else yield* readAnswer(source, first)
}

/** Skips `$schema`, by which editors find the schema of the file. */
async function readFirstName(source: StreamSource): Promise<string | undefined> {
  const name = await readName(source)
  if (name !== '$schema') return name
  const piece = await source.reader.cut(MAX_BYTES)
  if (typeof (piece && parsePiece(source, piece)) !== 'string')
    refuse(source, [{ path: ['$schema'], message: 'must be a string' }])
  return readNextName(source)
}

async function* readTables(
  source: StreamSource,
  first: string | undefined,
): AsyncGenerator<DatasetPart> {
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

const isTable = (name: string): boolean =>
  name === 'captured' || tableNames.some((table) => table === name)

/** Checks the `captured` note. The mock ignores it, but a wrong note means another kind of file. */
async function readNote(source: StreamSource): Promise<void> {
  const piece = await source.reader.cut(MAX_BYTES)
  const parsed = CaptureNote.safeParse(piece && parsePiece(source, piece), CHECKING)
  if (!parsed.success) refuse(source, toFaults(parsed.error, ['captured']))
}

function requireTable(source: StreamSource, name: string, seen: ReadonlySet<Table>): Table {
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

function requireRoomForMessages(
  source: StreamSource,
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
