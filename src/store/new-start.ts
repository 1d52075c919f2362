// Replaces all users and tokens of the start; created users stay. The new rows are written into
// separate tables, over many turns. Then these tables take the place of the old ones, which takes
// the same time for any number of users.

import { randomUUID } from 'node:crypto'
import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import type { Token, User } from '../dataset/dataset.ts'
import { insertBalance } from './balances.ts'
import { DuplicateRowError } from './row-error.ts'
import { usersIndex } from './schema.ts'
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

const tableNames = ['users', 'tokens'] as const
type TableName = (typeof tableNames)[number]

/** So few rows are written within a few milliseconds. */
const SLICE = 50

/** Finds the names of such tables, including tables of killed processes. */
export const nextTables = `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'next\\_%' ESCAPE '\\'`

export type PublishStart = ReturnType<typeof createPublishStart>

export function createPublishStart(
  statements: Statements,
  { isShared }: { readonly isShared: boolean },
) {
  // Other processes that share the file use tables with other suffixes.
  const suffix = randomUUID().replaceAll('-', '')
  const next = { users: `next_users_${suffix}`, tokens: `next_tokens_${suffix}` }
  const inTurn = createQueue()

  function createTables(): void {
    statements.change((run) => {
      dropTables(run)
      for (const name of tableNames) {
        const [sql] =
          statements.first(
            `SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?`,
            name,
          ) ?? []
        run(String(sql).replace(/^CREATE TABLE "?\w+"?/, `CREATE TABLE ${next[name]}`))
      }
    })
  }

  function dropTables(run: Run): void {
    for (const name of tableNames) run(`DROP TABLE IF EXISTS ${next[name]}`)
  }

  function* fill<T>(rows: readonly T[], insert: (run: Run, row: T, index: number) => void) {
    for (let from = 0; from < rows.length; from += SLICE) {
      statements.change((run) => {
        for (const [offset, row] of rows.slice(from, from + SLICE).entries())
          insert(run, row, from + offset)
      })
      yield isShared ? statements.untilWritable() : undefined
    }
  }

  /** A user of the old start keeps its baseline. */
  function insertUser(
    run: Run,
    { id, name, email, total_balance }: User,
    index: number,
    datasetId: number,
  ): void {
    if (statements.first(`SELECT 1 FROM ${next.users} WHERE id = ?`, id))
      throw new DuplicateRowError('users', index, 'id')
    run(
      `INSERT INTO ${next.users} (id, name, email, dataset_id, baseline_id)
       VALUES (?, ?, ?, ?, coalesce((SELECT dataset_id FROM baseline_users WHERE id = ?), ?))`,
      id,
      name,
      email,
      datasetId,
      id,
      datasetId,
    )
    insertBalance(run, datasetId, total_balance)
  }

  function insertToken(run: Run, token: Token, index: number): void {
    const { id, user_id, plain, edition, expires_at } = token
    for (const column of ['id', 'plain'] as const)
      if (statements.first(`SELECT 1 FROM ${next.tokens} WHERE ${column} = ?`, token[column]))
        throw new DuplicateRowError('tokens', index, column)
    run(
      `INSERT INTO ${next.tokens} (id, user_id, plain, edition, expires_at) VALUES (?, ?, ?, ?, ?)`,
      id,
      user_id,
      plain,
      edition,
      expires_at,
    )
  }

  function takenBy(name: TableName, column: 'id' | 'plain'): Set<unknown> {
    const sql = `SELECT n.${column} FROM ${created[name]} CROSS JOIN ${next[name]} AS n
      ON n.${column} = ${name}.${column} WHERE users.is_created`
    return new Set(statements.all(sql).map(([value]) => value))
  }

  /** The admin API may have created users while the tables were written. */
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

  function swap(run: Run): void {
    for (const name of tableNames)
      run(`INSERT INTO ${next[name]} SELECT ${name}.* FROM ${created[name]} WHERE users.is_created`)
    for (const name of tableNames) {
      keepSequence(run, name)
      run(`DROP TABLE ${name}`)
      run(`ALTER TABLE ${next[name]} RENAME TO ${name}`)
    }
    run(usersIndex)
  }

  /**
   * Keeps the counter of ids, so that no id is reused. The counter belongs to the name of the
   * table.
   */
  function keepSequence(run: Run, name: TableName): void {
    const [highest] =
      statements.first(
        'SELECT max(seq) FROM sqlite_sequence WHERE name IN (?, ?)',
        name,
        next[name],
      ) ?? []
    run('DELETE FROM sqlite_sequence WHERE name = ?', next[name])
    if (typeof highest === 'number')
      run('INSERT INTO sqlite_sequence VALUES (?, ?)', next[name], highest)
  }

  function* publish(start: NewStart): Work<void> {
    const { users, tokens, datasetOf, prepare } = start
    createTables()
    yield* fill(users, (run, user, index) => insertUser(run, user, index, datasetOf(user.id)))
    yield* fill(tokens, insertToken)
    prepare()
    yield
    statements.change((run) => {
      requireUnique(start)
      swap(run)
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
    statements.change(dropTables)
  }
}

/** The FROM clauses for rows of users. `users.is_created` then selects created users. */
const created: Record<TableName, string> = {
  users: 'users',
  tokens: 'tokens CROSS JOIN users ON users.id = tokens.user_id',
}
