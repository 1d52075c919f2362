// Tables for the users and tokens of a new start. They are filled beside the present tables, and
// then take their place.

import type { Token, User } from '../dataset/dataset.ts'
import { randomBytes } from '../system/random-bytes.ts'
import { insertBalance } from './balances.ts'
import { DuplicateRowError } from './row-error.ts'
import { usersIndex } from './indexes.ts'
import type { Run, Statements } from './statements.ts'

const tableNames = ['users', 'tokens'] as const
export type TableName = (typeof tableNames)[number]

/** Finds the names of such tables, including tables of killed processes. */
export const nextTables = `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'next\\_%' ESCAPE '\\'`

/** The functions that take a `run` are called inside a change. */
export function createNextTables(statements: Statements) {
  // Other processes that share the file use tables with other suffixes.
  const suffix = randomBytes(16).toString('hex')
  const next = { users: `next_users_${suffix}`, tokens: `next_tokens_${suffix}` }

  function createTables(): void {
    statements.changeOutdating('nothing', (run) => {
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

  /** The values of created users that the new rows repeat. */
  function takenBy(name: TableName, column: 'id' | 'plain'): Set<unknown> {
    const sql = `SELECT n.${column} FROM ${created[name]} CROSS JOIN ${next[name]} AS n
      ON n.${column} = ${name}.${column} WHERE users.is_created`
    return new Set(statements.all(sql).map(([value]) => value))
  }

  /**
   * Puts the new tables in the place of the present ones. Created users stay. Fails if the new rows
   * repeat one of their values.
   */
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

  return { createTables, dropTables, insertUser, insertToken, takenBy, swap }
}

/** The FROM clauses for rows of users. `users.is_created` then selects created users. */
const created: Record<TableName, string> = {
  users: 'users',
  tokens: 'tokens CROSS JOIN users ON users.id = tokens.user_id',
}
