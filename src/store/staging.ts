// Inserts many rows into a dataset that is in use. It writes them in turns, so other requests are
// answered meanwhile. Readers see the rows only when all are written.

import type { Work } from '../clock/turns.ts'
import type { Conversation } from '../dataset/dataset.ts'
import { insertStaged, lengthOf, MAX_LENGTH, type Render, toColumns } from './conversation-row.ts'
import { DatabaseError } from './database-error.ts'
import type { Hidden } from './hidden.ts'
import type { OthersWork } from './others-work.ts'
import type { StoreCore } from './core.ts'
import { GoneError, UnknownAssistantError, writeUnique } from './row-error.ts'
import { addAssistants, type OwnAssistant } from './row-writing.ts'
import type { createRows } from './rows.ts'
import {
  endStaging,
  isStaged,
  requireAll,
  reserveRids,
  type StagedRows,
  takeBack,
} from './staged-rows.ts'
import type { Run } from './statements.ts'
import type { Totals } from './totals.ts'
import type { Watching } from './watching.ts'

/** The most rows that one step writes. One step takes a few milliseconds. */
const SLICE = 25

export type ManyRows = {
  /** Reads facts before the write. No other long write of rows runs in the meantime. */
  readonly prepare?: () => Work<void>
  /** Returns the assistants that the rows need in addition to the existing ones. */
  readonly addAssistants?: (existing: readonly OwnAssistant[]) => readonly OwnAssistant[]
  /** Returns the id of each row. `nextId` is the first free id. */
  readonly assign: (nextId: number) => readonly number[]
  readonly make: (id: number, index: number) => Conversation
}

type StagingOptions = {
  readonly rows: ReturnType<typeof createRows>
  readonly render: Render
  readonly hidden: Hidden
  readonly others: OthersWork
  readonly watching: Watching
  readonly totals: Pick<Totals, 'foresee'>
}

type Begun = {
  readonly staged: StagedRows
  readonly ids: readonly number[]
  readonly added: readonly OwnAssistant[]
  /** Inserts a row and returns the length of its texts. */
  readonly insert: (run: Run, index: number, rid: number) => number
  readonly made: ReadonlyMap<number, Conversation>
}

export function createStaging(
  { statements, garbage }: Pick<StoreCore, 'statements' | 'garbage'>,
  { rows, render, hidden, others, watching, totals }: StagingOptions,
) {
  /** Writes the row with the highest id first. This reserves the rids and all ids. */
  function begin(
    run: Run,
    datasetId: number,
    { addAssistants: add, assign, make }: ManyRows,
  ): Begun | 'nothing' {
    const existing = rows.assistants(datasetId)
    const added = add?.(existing) ?? []
    const ids = assign(rows.nextId(datasetId))
    if (ids.length === 0) return 'nothing'
    const made = new Map<number, Conversation>()
    const byId = new Map([...existing, ...added].map((assistant) => [assistant.id, assistant]))

    function insert(runIn: Run, index: number, rid: number): number {
      const row = make(ids[index] ?? 0, index)
      const assistant = byId.get(row.assistant_id)
      if (!assistant) throw new UnknownAssistantError('insert', index, row.assistant_id)
      const texts = render(row, assistant)
      writeUnique('insert', index, () =>
        runIn(insertStaged, rid, ...toColumns(datasetId, row, texts)),
      )
      made.set(index, row)
      return lengthOf(texts)
    }

    const staged = reserveRids(statements, run, { datasetId, count: ids.length })
    insert(run, indexOfHighest(ids), staged.rids.last)
    garbage.spareForAll(run, datasetId)
    return { staged, ids, added, insert, made }
  }

  const tryBegin = (datasetId: number, many: ManyRows): Begun | 'nothing' | 'others write' =>
    statements.changeOutdating({ datasetId, what: 'work' }, (run) => {
      requireUser(datasetId)
      return others.isIn(datasetId) ? 'others write' : begin(run, datasetId, many)
    })

  function* stage(datasetId: number, many: ManyRows): Work<Conversation[]> {
    rows.requireUuidIndex()
    if (many.prepare) yield* many.prepare()
    let begun = tryBegin(datasetId, many)
    for (; begun === 'others write'; begun = tryBegin(datasetId, many))
      yield hidden.waitForOthers(datasetId)
    if (begun === 'nothing') return []
    const { staged, ids, added, insert, made } = begun
    const { first } = staged.rids

    function* undo(): Work<void> {
      yield* takeBack(statements, staged)
      reveal(staged)
    }

    others.own.add(first)
    hidden.hide(datasetId, { rids: staged.rids })
    try {
      const highest = indexOfHighest(ids)
      const rest = [...ids.keys()].filter((index) => index !== highest)
      for (let from = 0; from < rest.length;) {
        yield statements.betweenChanges()
        const start = from
        from += statements.changeOutdating('nothing', (run) => {
          if (!isStaged(statements, staged)) throw new GoneError()
          let length = 0
          let count = 0
          for (const index of rest.slice(start, start + SLICE)) {
            length += insert(run, index, first + start + count)
            count++
            if (length > MAX_LENGTH) break
          }
          return count
        })
      }
      const keepTotals = yield* totals.foresee(datasetId)
      statements.changeOutdating({ datasetId, what: 'lists' }, (run) => {
        requireUser(datasetId)
        requireAll(statements, staged)
        endStaging(run, staged)
        watching.noteAll(run, datasetId)
        addAssistants(run, datasetId, added)
      })
      reveal(staged)
      keepTotals()
      return ids.flatMap((_, index) => made.get(index) ?? [])
    } catch (error) {
      hidden.unfinished.set(datasetId, undo)
      yield* tryWork(undo())
      throw error
    }
  }

  function reveal({ datasetId, rids }: StagedRows): void {
    others.own.delete(rids.first)
    hidden.reveal(datasetId)
  }

  function requireUser(datasetId: number): void {
    if (statements.first('SELECT 1 FROM users WHERE dataset_id = ?', datasetId) === undefined)
      throw new GoneError()
  }

  /**
   * Inserts all rows or none. Readers see all rows at one moment. Throws a DuplicateRowError or an
   * UnknownAssistantError.
   */
  return async function insertMany(datasetId: number, many: ManyRows): Promise<Conversation[]> {
    return hidden.occupyWhole(datasetId, () => {
      requireUser(datasetId)
      return { datasetIds: [datasetId], work: stage(datasetId, many) }
    })
  }
}

const indexOfHighest = (ids: readonly number[]): number =>
  ids.reduce((best, id, index) => (id > (ids[best] ?? 0) ? index : best), 0)

/** Runs work that can be finished later. It ends early when the database refuses a change. */
export function* tryWork(work: Work<void>): Work<void> {
  try {
    yield* work
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
  }
}
