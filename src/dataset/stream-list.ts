// Reads a list in the form of an API answer. Its rows are held in memory as a whole.

import { turns } from '../clock/turns.ts'
import { completeAssistant } from './assistant.ts'
import { type DatasetError, toDatasetError } from './dataset.ts'
import { parseGiven, refuseFailure } from './given.ts'
import { isList } from './list.ts'
import { BATCH, type DatasetPart } from './parts.ts'
import {
  notJson,
  parseLongPiece,
  parsePiece,
  readNextName,
  requireEnd,
  requireEndOfObject,
  type StreamedInput,
  unknownField,
} from './streamed-input.ts'

const MAX_LIST_BYTES = 2 ** 24
/** In characters. A shorter text is parsed in one step. */
const LONG = 2 ** 16

export async function* readList(input: StreamedInput): AsyncGenerator<DatasetPart> {
  const value = await readBounded(input, (end) => readValue(input, end))
  await requireEnd(input)
  yield* partsOfList(input, value)
}

/** Reads a list that begins here. `end` is the number of bytes after which it is too long. */
async function readBounded<T>(input: StreamedInput, read: (end: number) => Promise<T>): Promise<T> {
  const { reader, maxListBytes = MAX_LIST_BYTES } = input
  const end = reader.bytes() + maxListBytes
  reader.endAfter(end)
  try {
    return await read(end)
  } catch (error) {
    throw reader.bytes() > end ? tooLong(input) : error
  } finally {
    reader.endAfter(Infinity)
  }
}

function tooLong({ name, maxListBytes = MAX_LIST_BYTES }: StreamedInput): DatasetError {
  const limit = `${maxListBytes / 2 ** 20} MiB`
  const message = `is longer than the ${limit} that a list may have; send it in parts, or as a dataset`
  return toDatasetError(name, [{ path: [], message }])
}

/** Reads the items of a list one by one, because one text of all would take long to join. */
async function readValue(input: StreamedInput, end: number): Promise<unknown> {
  const { reader } = input
  if (!(await reader.take('['))) return readItem(input, end)
  const items: unknown[] = []
  if (!(await reader.take(']'))) {
    do items.push(await readItem(input, end))
    while (reader.takeAtOnce(',') || (await reader.take(',')))
    if (!(await reader.take(']'))) throw notJson(input, 'expected "," or "]"')
  }
  if (reader.bytes() > end) throw tooLong(input)
  return items
}

async function readItem(input: StreamedInput, end: number): Promise<unknown> {
  const { reader } = input
  const left = end - reader.bytes()
  const piece = reader.cutAtOnce(left) ?? (await reader.cut(left))
  if (!piece) throw tooLong(input)
  return piece.text.length > LONG ? parseLongPiece(input, piece) : parsePiece(input, piece)
}

/** Reads an object whose first name is no table: an API answer, or an unknown format. */
export async function* readAnswer(
  input: StreamedInput,
  first: string,
): AsyncGenerator<DatasetPart> {
  const members = await readBounded(input, async (end) => {
    const read: [string, unknown][] = []
    for (
      let field: string | undefined = first;
      field !== undefined;
      field = await readNextName(input)
    )
      read.push([field, await readValue(input, end)])
    return read
  })
  await requireEndOfObject(input)
  const value = Object.fromEntries(members)
  refuseFailure({ value, name: input.name })
  if (!isList(value)) throw unknownField(input, first)
  yield* partsOfList(input, value)
}

async function* partsOfList(
  { name, order = 'id' }: StreamedInput,
  value: unknown,
): AsyncGenerator<DatasetPart> {
  const { assistants, conversations } = await turns.run(parseGiven([{ value, name }], order))
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
