// Creating the rows of a list as the API answers it, with the assistants that they name.

import type { Conversation } from '../dataset/dataset.ts'
import { findDifference, type ListedRow, readLists, toConversation } from '../dataset/list.ts'
import type { OwnAssistant } from '../store/rows.ts'
import { requireNone, TAKEN, withPlaces } from './row-places.ts'
import type { Steering } from './steering.ts'

type Given = { readonly list: unknown; readonly max: number }

/** New ids follow the highest one, so that the list stands before older rows, in its order. Rows that are there already stay. */
export function createListed({ store, order }: Steering, datasetId: number, { list, max }: Given): Conversation[] {
  const rows = readLists([{ value: list, place: 'the body' }], order)
  if (rows.length > max) requireNone([{ path: [], message: `must have at most ${max} rows; send them in parts, or replace the dataset` }])
  const assistants = assistantsOf(store.rows.assistants(datasetId), rows)
  const known = new Map(rows.map((row) => [row, store.rows.find(datasetId, { uuid: row.fields.uuid })]))
  requireNone(
    rows.flatMap((row) => findContradictions(row, known.get(row), assistants)),
    409,
  )
  const fresh = rows.filter((row) => !known.get(row)).toReversed()
  const first = store.rows.nextId(datasetId)
  const ids = new Map(fresh.map((row, index) => [row, first + index]))
  const made = rows.map(
    (row) => known.get(row) ?? toConversation(row.fields, { id: ids.get(row) ?? 0, assistant_id: idOf(row, assistants) }),
  )
  const kept = new Set(known.values())
  withPlaces(
    (index) => fresh[index]?.path ?? [],
    () =>
      store.rows.write(datasetId, {
        assistants: assistants.filter(({ isNew }) => isNew),
        insert: made.filter((row) => !kept.has(row)).toReversed(),
      }),
  )
  return made
}

type Named = OwnAssistant & { readonly isNew: boolean }

function assistantsOf(existing: readonly OwnAssistant[], rows: readonly ListedRow[]): Named[] {
  const uuids = new Set(existing.map(({ uuid }) => uuid))
  const listed = new Map(rows.map(({ assistant }) => [assistant.uuid, assistant]))
  const last = Math.max(0, ...existing.map(({ id }) => id))
  const added = [...listed.values()].filter(({ uuid }) => !uuids.has(uuid))
  return [
    ...existing.map(({ id, uuid, name }) => ({ id, uuid, name, isNew: false })),
    ...added.map(({ uuid, name }, index) => ({ id: last + 1 + index, uuid, name, isNew: true })),
  ]
}

const idOf = (row: ListedRow, assistants: readonly Named[]): number => assistants.find(({ uuid }) => uuid === row.assistant.uuid)?.id ?? 0

function findContradictions(row: ListedRow, stored: Conversation | undefined, assistants: readonly Named[]) {
  const named = assistants.find(({ uuid }) => uuid === row.assistant.uuid)
  if (named && named.name !== row.assistant.name)
    return [{ path: [...row.path, 'assistant_name'], message: 'is not what the assistant of this uuid is called here; correct it' }]
  if (!stored || findDifference({ ...row.fields, assistant_id: named?.id }, stored) === undefined) return []
  return [{ path: [...row.path, 'id'], message: TAKEN }]
}
