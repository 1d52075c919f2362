// Replaces all users and tokens of the start; created users stay. The new rows are written into
// separate tables, over many turns. Then these tables take the place of the old ones, which takes
// the same time for any number of users.

import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import type { Token, User } from '../dataset/dataset.ts'
import { createNextTables, type TableName } from './next-tables.ts'
import { DuplicateRowError } from './row-error.ts'
import { deleteOrphanedSnapshots } from './snapshots.ts'
import { tryWork } from './staging.ts'
import type { Run, Statements } from './statements.ts'

export type NewStart = {
  readonly users: readonly User[]
  readonly tokens: readonly Token[]
  /** The dataset with the rows of a user. */
  readonly datasetOf: (userId: number) => number
  /** Runs last before the change. It throws to prevent the change. */
  readonly prepare: () => void
}

/** So few rows are written within a few milliseconds. */
const SLICE = 50

export type PublishStart = ReturnType<typeof createPublishStart>

export function createPublishStart(statements: Statements) {
  const { createTables, dropTables, insertUser, insertToken, takenBy, swap } =
    createNextTables(statements)
  const inTurn = createQueue()

  function* fill<T>(rows: readonly T[], insert: (run: Run, row: T, index: number) => void) {
    for (let from = 0; from < rows.length; from += SLICE) {
      statements.changeOutdating('nothing', (run) => {
        for (const [offset, row] of rows.slice(from, from + SLICE).entries())
          insert(run, row, from + offset)
      })
      yield statements.betweenChanges()
    }
  }

  /**
   * The admin API may have created users while the tables were written. This takes long, so it runs
   * only after a failure.
   */
  function requireUnique({ users, tokens }: NewStart): void {
    requireFree(
      'users',
      'id',
      users.map(({ id }) => id),
    )
    requireFree(
      'tokens',
      'id',
      tokens.map(({ id }) => id),
    )
    requireFree(
      'tokens',
      'plain',
      tokens.map(({ plain }) => plain),
    )
  }

  function requireFree(
    list: TableName,
    column: 'id' | 'plain',
    values: readonly (number | string)[],
  ): void {
    const taken = takenBy(list, column)
    const index = taken.size === 0 ? -1 : values.findIndex((value) => taken.has(value))
    if (index >= 0) throw new DuplicateRowError(list, index, column)
  }

  function* publish(start: NewStart): Work<void> {
    const { users, tokens, datasetOf, prepare } = start
    createTables()
    yield* fill(users, (run, user, index) => insertUser(run, user, index, datasetOf(user.id)))
    yield* fill(tokens, insertToken)
    prepare()
    yield
    statements.change((run) => {
      try {
        swap(run)
      } catch (error) {
        requireUnique(start)
        throw error
      }
      deleteOrphanedSnapshots(statements, run)
    })
  }

  /**
   * Publishes the new start completely or not at all, in one moment. Throws a DuplicateRowError.
   */
  return function* publishStart(start: NewStart): Work<void> {
    yield* inTurn(function* () {
      try {
        yield* publish(start)
      } catch (error) {
        yield* tryWork(dropLater())
        throw error
      }
    })
  }

  function* dropLater(): Work<void> {
    yield
    statements.changeOutdating('nothing', dropTables)
  }
}
