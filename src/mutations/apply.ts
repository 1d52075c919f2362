// Applies a step of a script to the rows, in one write.

import type { Conversation } from '../dataset/dataset.ts'
import { formatDateTime } from '../php/dates.ts'
import type { PartialConversation } from '../dataset/partial-conversation.ts'
import { assignIds } from '../dataset/new-ids.ts'
import type { RowMaker } from '../seed/row-maker.ts'
import type { Store } from '../store/open-store.ts'
import { DuplicateRowError } from '../store/row-error.ts'
import type { ScriptEvent, Selection, Step } from './schemas.ts'

/** The dataset and the row maker for new rows; `now` is in Unix seconds. */
export type InsertContext = {
  readonly datasetId: number
  readonly now: number
  readonly rowMaker: RowMaker
}

export type Change = Pick<ScriptEvent, 'inserted' | 'deleted' | 'touched'>

/** Selects all rows before it changes any. A row that it deletes is not touched. */
export function applyStep(store: Store, step: Step, context: InsertContext): Change {
  const { datasetId, now } = context
  const deleted = select(store, datasetId, step.delete)
  const gone = new Set(deleted)
  const touched = select(store, datasetId, step.touch).filter((id) => !gone.has(id))
  const inserted = makeRows(store, toPartialRows(step.insert), context)
  const updated_at = formatDateTime(now)
  const update = touched.flatMap((id) => touch(store.rows.find(datasetId, { id }), updated_at))
  store.rows.write(datasetId, { insert: inserted, update, delete: deleted })
  return { inserted: inserted.map(({ id }) => id), deleted, touched }
}

/** Makes new rows without writing them. A row without an id gets one after the highest id. */
export function makeRows(
  store: Store,
  given: readonly PartialConversation[],
  { datasetId, now, rowMaker }: InsertContext,
): Conversation[] {
  const assistants = store.rows.assistants(datasetId)
  return assignSafeIds(given, store.rows.nextId(datasetId)).map(({ row, id }) =>
    rowMaker.make(row, { id, now, assistants }),
  )
}

/** Assigns ids to rows. Throws a DuplicateRowError beyond the highest id that JSON can hold. */
export function assignSafeIds(
  given: readonly PartialConversation[],
  first: number,
): { row: PartialConversation; id: number }[] {
  const assigned = [...assignIds(given, first)]
  const index = assigned.findIndex(({ id }) => !Number.isSafeInteger(id))
  if (index >= 0) throw new DuplicateRowError('insert', index, 'id')
  return assigned
}

const touch = (row: Conversation | undefined, updated_at: string): Conversation[] =>
  row ? [{ ...row, updated_at }] : []

const toPartialRows = (insert: Step['insert'] = 0): readonly PartialConversation[] =>
  typeof insert === 'number' ? Array.from({ length: insert }, () => ({})) : insert

/** The ids of the selected rows that exist, without duplicates. */
function select(
  { rows }: Store,
  datasetId: number,
  { newest, oldest, ids }: Selection = {},
): number[] {
  if (newest !== undefined) return rows.edge(datasetId, 'newest', newest)
  if (oldest !== undefined) return rows.edge(datasetId, 'oldest', oldest)
  const named = (ids ?? []).flatMap(
    (id) => rows.find(datasetId, typeof id === 'number' ? { id } : { uuid: id }) ?? [],
  )
  return [...new Set(named.map(({ id }) => id))]
}
