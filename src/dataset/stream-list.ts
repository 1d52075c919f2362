// Reads a list in the form of an API answer. It is held in memory as a whole.

import { turns } from '../clock/turns.ts'
import { completeAssistant } from './assistant.ts'
import { type DatasetError, toDatasetError } from './dataset.ts'
import { parseGiven, refuseFailure } from './given.ts'
import { isList } from './list.ts'
import { BATCH, type DatasetPart } from './parts.ts'
import {
  parseLongPiece,
  readNextName,
  requireEnd,
  requireEndOfObject,
  type StreamedInput,
  unknownField,
} from './streamed-input.ts'

const MAX_LIST_BYTES = 2 ** 24

export async function* readList(input: StreamedInput): AsyncGenerator<DatasetPart> {
  const piece = await input.reader.cut(input.maxListBytes ?? MAX_LIST_BYTES)
  if (!piece) throw tooLong(input)
  const value = await parseLongPiece(input, piece)
  await requireEnd(input)
  yield* partsOfList(input, value)
}

function tooLong({ name, maxListBytes = MAX_LIST_BYTES }: StreamedInput): DatasetError {
  const limit = `${maxListBytes / 2 ** 20} MiB`
  const message = `is longer than the ${limit} that a list may have; send it in parts, or as a dataset`
  return toDatasetError(name, [{ path: [], message }])
}

/** Reads an object whose first name is no table: an API answer, or an unknown format. */
export async function* readAnswer(
  input: StreamedInput,
  first: string,
): AsyncGenerator<DatasetPart> {
  const { reader, name } = input
  const members: [string, unknown][] = []
  let left = input.maxListBytes ?? MAX_LIST_BYTES
  for (
    let field: string | undefined = first;
    field !== undefined;
    field = await readNextName(input)
  ) {
    const piece = await reader.cut(left)
    if (!piece) throw tooLong(input)
    left -= piece.text.length
    members.push([field, await parseLongPiece(input, piece)])
  }
  await requireEndOfObject(input)
  const value = Object.fromEntries(members)
  refuseFailure({ value, name })
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
