// Fills new datasets over many turns. Readers see a staged dataset only when it is published for a
// user.

import { runAtOnce, type Work } from '../clock/turns.ts'
import type { Token, User } from '../dataset/dataset.ts'
import type { Render } from './conversation-row.ts'
import { USERS } from './change-notes.ts'
import { addDataset } from './garbage.ts'
import { setBaselineMessages } from './messages.ts'
import type { StoreCore } from './core.ts'
import type { PublishStart } from './new-start.ts'
import { type NewUser, publishFor, publishUser } from './publishing.ts'
import { createStagedWriter } from './staged-writer.ts'
import type { Run } from './statements.ts'
import type { Totals } from './totals.ts'
import type { StoredUser } from './users.ts'

export type StagedDataset = ReturnType<ReturnType<typeof createStagedDatasets>>

type StagedOptions = {
  readonly render: Render
  readonly requireUuidIndex: () => void
  readonly publishStart: PublishStart
  readonly totals: Pick<Totals, 'foresee'>
}

export function createStagedDatasets(
  { statements, garbage, usersChanged }: StoreCore,
  { render, requireUuidIndex, publishStart, totals }: StagedOptions,
) {
  const createDataset = (): number => addDataset(statements, garbage)

  /** Throws when a dataset is gone. Call this before or inside a change of it. */
  function requireKept(ids: readonly number[]): void {
    const sql = 'SELECT count(*) FROM datasets WHERE id IN (SELECT value FROM json_each(?))'
    // An older version, which does not know staged datasets, can have written to the file.
    if (statements.first(sql, JSON.stringify(ids))?.[0] !== ids.length)
      throw new Error('another process removed the staged dataset')
  }

  /**
   * Counts the lists that clients asked for, as they will be in the new rows. The new rows have no
   * changes, so the totals can be kept before they are published.
   */
  function* countLists(replaced: Iterable<readonly [number, number]>): Work<void> {
    for (const [userId, datasetId] of replaced) {
      const now = statements.first('SELECT dataset_id FROM users WHERE id = ?', userId)
      if (now) (yield* totals.foresee(Number(now[0]), { nextId: datasetId }))()
      yield
    }
  }

  /** With `byUser`, rows go to the dataset of their assistant's user. Otherwise there is one dataset. */
  return function openStagedDataset({ byUser }: { readonly byUser: boolean }) {
    const datasets = new Map<number, number>()
    let isOpen = true
    requireUuidIndex()
    const single = byUser ? undefined : createDataset()

    function datasetOf(userId: number): number {
      if (single !== undefined) return single
      const id = datasets.get(userId) ?? createDataset()
      datasets.set(userId, id)
      return id
    }

    const datasetIds = (): number[] => (single === undefined ? [...datasets.values()] : [single])

    function requireOpen(): void {
      if (!isOpen) throw new Error('the staged dataset is already published or abandoned')
    }

    const { messageTable, ...writer } = createStagedWriter(statements, {
      render,
      datasetOf,
      datasetIds,
      requireOpen,
      requireKept,
    })

    /** There may be a dataset for each of many users. */
    function* close(): Work<void> {
      isOpen = false
      for (const id of datasetIds()) {
        garbage.unspare(id)
        yield
      }
    }

    function prepare(run: Run): void {
      requireOpen()
      requireKept(datasetIds())
      const table = messageTable()
      if (table) setBaselineMessages(run, JSON.stringify(datasetIds()), table === 'messages')
    }

    function publish<T>(change: () => T, newTokens?: readonly string[]): T {
      const result = statements.changeOutdating(USERS, (run) => {
        prepare(run)
        return change()
      })
      runAtOnce(close())
      usersChanged(newTokens)
      return result
    }

    function requireSingle(): number {
      if (single === undefined)
        throw new Error('a staged dataset by user is published for all users')
      return single
    }

    return {
      ...writer,

      /** Creates a user with the dataset. Throws a DuplicateRowError. */
      publishUser: (user: NewUser): StoredUser =>
        publish(
          () => publishUser(statements, requireSingle(), user),
          user.tokens.map(({ plain }) => plain),
        ),

      /** Replaces the rows of a user. The user's baseline stays. */
      *publishFor(userId: number): Work<void> {
        const datasetId = requireSingle()
        yield* countLists([[userId, datasetId]])
        publish(() => publishFor(statements, datasetId, userId))
      },

      /**
       * Replaces all users of the start and their tokens. Created users stay. Calls `onPublished` in
       * the turn in which this happens. Throws a DuplicateRowError.
       */
      *publishAll(
        users: readonly User[],
        tokens: readonly Token[],
        onPublished: () => void = () => undefined,
      ): Work<void> {
        requireOpen()
        if (single !== undefined)
          throw new Error('a staged dataset that is not by user is published for one user')
        yield* countLists(datasets)
        yield* publishStart({
          users,
          tokens,
          datasetOf,
          prepare: () => statements.changeOutdating('nothing', prepare),
        })
        usersChanged(tokens.map(({ plain }) => plain))
        onPublished()
        yield* close()
        garbage.collect()
      },

      /** Gives up a staged dataset. Does nothing after it is published. */
      abandon(): void {
        if (!isOpen) return
        runAtOnce(close())
        garbage.collect()
      },
    }
  }
}
