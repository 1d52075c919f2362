// Many rows at once, into a dataset that is in use: written over many turns, during which nobody sees them and others are answered.

import { turns, type Work } from '../clock/turns.ts'
import type { Conversation } from '../dataset/dataset.ts'
import { triggersAside } from './aside.ts'
import { insertStaged, type Render, toColumns } from './conversation-row.ts'
import { DatabaseError } from './database-error.ts'
import type { Hidden, Range } from './hidden.ts'
import type { Owned } from './owned.ts'
import { GoneError, UnknownAssistantError, writeUnique } from './row-error.ts'
import { addAssistants, type createRows, type OwnAssistant } from './rows.ts'
import type { Run } from './statements.ts'

/** Few enough to be written in a few milliseconds. */
const SLICE = 25

export type ManyRows = {
  /** Facts that must be known before; no other rows are written in many turns meanwhile. */
  readonly prepare?: () => Work<void>
  /** The assistants that the rows need besides those that there are. */
  readonly addAssistants?: (existing: readonly OwnAssistant[]) => readonly OwnAssistant[]
  /** The id of each row; `nextId` is the first free one. */
  readonly assign: (nextId: number) => readonly number[]
  readonly make: (id: number, index: number) => Conversation
}

type StagingOptions = {
  readonly rows: ReturnType<typeof createRows>
  readonly render: Render
  readonly hidden: Hidden
  readonly isShared: boolean
}

export function createStaging(
  { statements }: Pick<Owned, 'statements'>,
  { rows, render, hidden, isShared }: StagingOptions,
) {
  /** Reserves the rids, and all ids, by writing the row with the highest id before the others. */
  function* stage(datasetId: number, many: ManyRows): Work<Conversation[]> {
    rows.requireUuidIndex()
    const { assign, make } = many
    if (many.prepare) yield* many.prepare()
    const existing = rows.assistants(datasetId)
    const added = many.addAssistants?.(existing) ?? []
    const ids = assign(rows.nextId(datasetId))
    if (ids.length === 0) return []
    const made = new Map<number, Conversation>()
    const highest = ids.reduce((best, id, index) => (id > (ids[best] ?? 0) ? index : best), 0)
    const first = Number(
      statements.first('SELECT coalesce(max(rid), 0) + 1 FROM conversations')?.[0],
    )
    const range = { first, last: first + ids.length - 1 }
    const byId = new Map([...existing, ...added].map((assistant) => [assistant.id, assistant]))

    function insert(run: Run, index: number, rid: number): void {
      const row = make(ids[index] ?? 0, index)
      const assistant = byId.get(row.assistant_id)
      if (!assistant) throw new UnknownAssistantError('insert', index, row.assistant_id)
      writeUnique('insert', index, () =>
        run(insertStaged, rid, ...toColumns(datasetId, row, render(row, assistant))),
      )
      made.set(index, row)
    }

    function* undo(): Work<void> {
      yield* takeBack(datasetId, range)
      hidden.reveal(datasetId)
    }

    hidden.hide(datasetId, { rids: range })
    try {
      statements.change((run) => {
        run('INSERT INTO staged VALUES (?, ?)', range.first, range.last)
        insert(run, highest, range.last)
      })
      const others = [...ids.keys()].filter((index) => index !== highest)
      for (let from = 0; from < others.length; from += SLICE) {
        yield
        const slice = others.slice(from, from + SLICE)
        statements.change((run) => {
          for (const [offset, index] of slice.entries()) insert(run, index, first + from + offset)
        })
      }
      statements.change((run) => {
        requireAll(run, range)
        addAssistants(run, datasetId, added)
      })
      hidden.reveal(datasetId)
      return ids.flatMap((_, index) => made.get(index) ?? [])
    } catch (error) {
      hidden.unfinished.set(datasetId, undo)
      yield* tryWork(undo())
      throw error
    }
  }

  /** Other processes know nothing of hidden rows: with them, all rows are written in one turn. */
  function insertAtOnce(
    datasetId: number,
    { addAssistants: add, assign, make }: ManyRows,
  ): Conversation[] {
    rows.requireUuidIndex()
    return statements.change(() => {
      const added = add?.(rows.assistants(datasetId)) ?? []
      const insert = assign(rows.nextId(datasetId)).map(make)
      rows.write(datasetId, { assistants: added, insert })
      return insert
    })
  }

  /** From here on they are there, also for whoever opens the file again. */
  function requireAll(run: Run, { first, last }: Range): void {
    const count = Number(
      statements.first(
        'SELECT count(*) FROM conversations WHERE rid BETWEEN ? AND ?',
        first,
        last,
      )?.[0],
    )
    if (count !== last - first + 1)
      throw new Error('another process removed rows that were being written')
    run('DELETE FROM staged WHERE first = ?', first)
  }

  function* takeBack(datasetId: number, { first, last }: Range): Work<void> {
    for (let from = first; from <= last; from += SLICE) {
      statements.change((run) => {
        const to = Math.min(last, from + SLICE - 1)
        run(forgetTouched, datasetId, from, to)
        triggersAside(run, () =>
          run('DELETE FROM conversations WHERE rid BETWEEN ? AND ?', from, to),
        )
      })
      yield
    }
    statements.change((run) => run('DELETE FROM staged WHERE first = ?', first))
  }

  /** All or nothing, and seen at once. Throws a DuplicateRowError or an UnknownAssistantError. */
  return async function insertMany(datasetId: number, many: ManyRows): Promise<Conversation[]> {
    if (isShared) {
      if (many.prepare) await turns.run(many.prepare())
      return insertAtOnce(datasetId, many)
    }
    return hidden.occupyWhole(datasetId, () => {
      if (statements.first('SELECT 1 FROM users WHERE dataset_id = ?', datasetId) === undefined)
        throw new GoneError()
      return { datasetIds: [datasetId], work: stage(datasetId, many) }
    })
  }
}

/** Changes that the file does not allow now are left for later. */
export function* tryWork(work: Work<void>): Work<void> {
  try {
    yield* work
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
  }
}

/** Rows that a process left half written or half removed when it ended. */
export const removeUnfinished = `
DELETE FROM conversations WHERE EXISTS (SELECT 1 FROM staged) AND rid IN (
  SELECT rid FROM staged CROSS JOIN conversations ON rid BETWEEN staged.first AND staged.last);
DELETE FROM staged;
DELETE FROM conversations WHERE rid IN (
  SELECT rid FROM leaving CROSS JOIN conversations AS c ON c.dataset_id = leaving.dataset_id AND c.id BETWEEN leaving.first AND leaving.last);
DELETE FROM touched WHERE (dataset_id, id) IN (
  SELECT t.dataset_id, t.id FROM leaving CROSS JOIN touched AS t ON t.dataset_id = leaving.dataset_id AND t.id BETWEEN leaving.first AND leaving.last);
DELETE FROM leaving;
DELETE FROM shared_drafts;
`

const forgetTouched = `DELETE FROM touched WHERE dataset_id = ?
  AND id IN (SELECT id FROM conversations WHERE rid BETWEEN ? AND ?)
  AND NOT EXISTS (SELECT 1 FROM originals WHERE originals.dataset_id = touched.dataset_id AND originals.id = touched.id)`
