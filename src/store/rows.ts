// Reads and changes single conversations of a dataset.

import type { Conversation } from '../dataset/dataset.ts'
import {
  insertRow,
  readColumns,
  type Render,
  toColumns,
  toConversation,
} from './conversation-row.ts'
import { DatabaseError } from './database-error.ts'
import { type Hidden, isVisible } from './hidden.ts'
import type { StoreCore } from './core.ts'
import { createListing } from './listing.ts'
import { GoneError, UnknownAssistantError, writeUnique } from './row-error.ts'
import { uuidIndex } from './indexes.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { orderClauses } from './order-clauses.ts'
import { addAssistants, type OwnAssistant, updateRow } from './row-writing.ts'
import { untilLong } from './slices.ts'
import type { Values } from './statements.ts'
import type { Watching } from './watching.ts'
import type { Select } from './where.ts'

/** The most rows that each() reads in one step. It is small, so other requests are answered soon. */
const SLICE = 100

/**
 * Changes to rows: new rows, complete new contents of existing rows (found by id), and ids to
 * delete. Missing rows are ignored.
 */
export type Changes = {
  /** New assistants for the inserted rows. */
  readonly assistants?: readonly OwnAssistant[]
  /** Existing assistants, as the same change has read them. */
  readonly known?: readonly OwnAssistant[]
  readonly insert?: readonly Conversation[]
  readonly update?: readonly Conversation[]
  readonly delete?: readonly number[]
}

type RowOptions = {
  readonly select: Select
  readonly order: SortOrder
  readonly render: Render
  readonly hidden: Hidden
  readonly watching: Watching
  readonly isReadOnly: boolean
}

export function createRows(
  { statements, versions }: Pick<StoreCore, 'statements' | 'versions'>,
  { select, order, render, hidden, watching, isReadOnly }: RowOptions,
) {
  const { ascending, descending } = orderClauses(order)
  let indexedSince: number | undefined

  /** Creates the uuid index, also again after a lost change removed it. */
  function requireUuidIndex(): void {
    if (indexedSince === statements.losses()) return
    statements.changeOutdating('nothing', (run) => run(uuidIndex))
    indexedSince = statements.losses()
  }

  /** If the index cannot be created now, reading still works but takes longer. */
  function tryUuidIndex(): void {
    if (isReadOnly) return
    try {
      requireUuidIndex()
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
    }
  }

  /** The assistants of a dataset by id. */
  const assistants = (datasetId: number): OwnAssistant[] =>
    statements.all(`${selectAssistants} ORDER BY id`, datasetId).map(toAssistant)

  function findAssistant(datasetId: number, id: number): OwnAssistant | undefined {
    const row = statements.first(selectAssistant, datasetId, id)
    return row && toAssistant(row)
  }

  return {
    ...createListing(statements, { select, order }),
    assistants,
    requireUuidIndex,
    tryUuidIndex,

    find(
      datasetId: number,
      key: { readonly id: number } | { readonly uuid: string },
    ): Conversation | undefined {
      const isById = 'id' in key
      if (!isById) tryUuidIndex()
      const row = statements.first(
        isById ? selectById : selectByUuid,
        datasetId,
        isById ? key.id : key.uuid,
        ...hidden.boundsOf(datasetId),
      )
      return row && toConversation(row)
    },

    /**
     * All rows by ascending id. A row that changes meanwhile is returned as it is when its turn
     * comes.
     */
    *each(datasetId: number): Generator<Conversation, void, undefined> {
      const sql = `SELECT ${readColumns} FROM conversations WHERE dataset_id = ? AND id > ? AND ${isVisible} ORDER BY id LIMIT ${SLICE}`
      for (let last = 0, slice; slice === undefined || slice.length > 0;) {
        slice = statements
          .upTo(untilLong(), sql, datasetId, last, ...hidden.boundsOf(datasetId))
          .map(toConversation)
        if (slice.some(({ id }) => !(id > last))) throw statements.outOfOrder()
        yield* slice
        last = slice.at(-1)?.id ?? last
      }
    },

    /** The next id that no row has had since the baseline. */
    nextId(datasetId: number): number {
      return Number(statements.first(selectNextId, datasetId, datasetId)?.[0])
    },

    /** Ids from one end of the list, the outermost first. */
    edge(datasetId: number, which: 'newest' | 'oldest', count: number): number[] {
      const sql = `SELECT id FROM conversations WHERE dataset_id = ? AND ${isVisible} ORDER BY ${which === 'newest' ? descending : ascending} LIMIT ?`
      return statements
        .all(sql, datasetId, ...hidden.boundsOf(datasetId), count)
        .map(([id]) => Number(id))
    },

    /**
     * Deletes, updates and inserts in this order, completely or not at all. Throws a
     * DuplicateRowError or an UnknownAssistantError.
     */
    write(datasetId: number, changes: Changes): void {
      requireUuidIndex()
      const added = changes.assistants ?? []
      const known = new Map(
        [...added, ...(changes.known ?? [])].map((assistant) => [assistant.id, assistant]),
      )
      const renderRow = (list: 'insert' | 'update', row: Conversation, index: number) => {
        const assistant = known.get(row.assistant_id) ?? findAssistant(datasetId, row.assistant_id)
        if (assistant) known.set(assistant.id, assistant)
        if (!assistant) throw new UnknownAssistantError(list, index, row.assistant_id)
        return render(row, assistant)
      }
      statements.changeOutdating({ datasetId, what: 'lists' }, (run) => {
        if (statements.first('SELECT 1 FROM datasets WHERE id = ?', datasetId) === undefined)
          throw new GoneError()
        addAssistants(run, datasetId, added)
        for (const id of changes.delete ?? [])
          run('DELETE FROM conversations WHERE dataset_id = ? AND id = ?', datasetId, id)
        for (const [index, row] of (changes.update ?? []).entries()) {
          const text = renderRow('update', row, index)
          writeUnique('update', index, () => updateRow(run, toColumns(datasetId, row, text)))
        }
        for (const [index, row] of (changes.insert ?? []).entries()) {
          const text = renderRow('insert', row, index)
          writeUnique('insert', index, () => run(insertRow, ...toColumns(datasetId, row, text)))
        }
        const written = [...(changes.insert ?? []), ...(changes.update ?? [])].map(({ id }) => id)
        watching.note(run, datasetId, [...written, ...(changes.delete ?? [])])
      })
      versions.change(datasetId)
    },
  }
}

const highestId = (table: string): string =>
  `coalesce((SELECT id FROM ${table} WHERE dataset_id = (SELECT ?) ORDER BY id DESC LIMIT 1), 0)`
const selectNextId = `SELECT max(${highestId('conversations')}, ${highestId('touched')}) + 1`

const selectBy = (column: 'id' | 'uuid'): string =>
  `SELECT ${readColumns} FROM conversations WHERE dataset_id = ? AND ${column} = ? AND ${isVisible}`
const [selectById, selectByUuid] = [selectBy('id'), selectBy('uuid')]
const selectAssistants = 'SELECT id, uuid, name FROM assistants WHERE dataset_id = ?'
const selectAssistant = `${selectAssistants} AND id = ?`

const toAssistant = ([id, uuid, name]: Values): OwnAssistant => ({
  id: Number(id),
  uuid: String(uuid),
  name: String(name),
})
