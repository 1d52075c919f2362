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
  type StreamSource,
  unknownField,
} from './stream-source.ts'

const MAX_LIST_BYTES = 2 ** 24

export async function* readList(source: StreamSource): AsyncGenerator<DatasetPart> {
  const piece = await source.reader.cut(source.maxListBytes ?? MAX_LIST_BYTES)
  if (!piece) throw tooLong(source)
  const value = await parseLongPiece(source, piece)
  await requireEnd(source)
  yield* partsOfList(source, value)
}

function tooLong({ place, maxListBytes = MAX_LIST_BYTES }: StreamSource): DatasetError {
  const limit = `${maxListBytes / 2 ** 20} MiB`
  const message = `is longer than the ${limit} that a list may have; send it in parts, or as a dataset`
  return toDatasetError(place, [{ path: [], message }])
}

/** Reads an object whose first name is no table: an API answer, or an unknown format. */
export async function* readAnswer(
  source: StreamSource,
  first: string,
): AsyncGenerator<DatasetPart> {
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
  { place, order = 'id' }: StreamSource,
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
