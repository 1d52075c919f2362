// Restores the users and tokens of the start. Created users stay.

import type { Run, Statements } from './statements.ts'

/** Call this inside a change. It compares first, because most resets need no new rows. */
export function restoreStartUsers(statements: Statements, run: Run): void {
  const areSame = statements.first(sameUsers) !== undefined
  if (!areSame || statements.first(sameTokens) === undefined) {
    const created = tables.map((table) => ({ ...table, rows: statements.all(table.select) }))
    // SQLite empties a whole table without a look at its rows.
    for (const { name } of tables) run(`DELETE FROM ${name}`)
    for (const { insert, rows } of created) for (const row of rows) run(insert, ...row)
    for (const sql of addStart) run(sql)
  }
  run('UPDATE users SET dataset_id = baseline_id WHERE dataset_id <> baseline_id')
}

const sameUsers = `SELECT 1
  WHERE (SELECT count(*) FROM users WHERE NOT is_created) = (SELECT count(*) FROM baseline_users)
  AND NOT EXISTS (SELECT 1 FROM baseline_users AS b LEFT JOIN users AS u ON u.id = b.id
    WHERE (u.is_created, u.name, u.email, u.baseline_id) IS NOT (0, b.name, b.email, b.dataset_id))`

const sameTokens = `SELECT 1
  WHERE (SELECT count(*) FROM tokens CROSS JOIN users ON users.id = user_id WHERE NOT is_created)
    = (SELECT count(*) FROM baseline_tokens)
  AND NOT EXISTS (SELECT 1 FROM baseline_tokens AS b LEFT JOIN tokens AS t ON t.id = b.id
    WHERE (t.user_id, t.plain, t.edition, t.expires_at) IS NOT (b.user_id, b.plain, b.edition, b.expires_at))`

const userColumns = 'id, name, email, dataset_id, baseline_id, is_created, expires_at'
const tokenColumns = 'id, user_id, plain, edition, expires_at'

/** There are at most 1000 created users, whose rows are written again. */
const tables = [
  {
    name: 'users',
    select: `SELECT ${userColumns} FROM users WHERE is_created`,
    insert: `INSERT INTO users (${userColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  },
  {
    name: 'tokens',
    select: `SELECT ${tokenColumns.replaceAll(/\w+/g, 'tokens.$&')}
      FROM tokens CROSS JOIN users ON users.id = user_id WHERE is_created`,
    insert: `INSERT INTO tokens (${tokenColumns}) VALUES (?, ?, ?, ?, ?)`,
  },
]

const addStart = [
  `INSERT INTO users (id, name, email, dataset_id, baseline_id) SELECT id, name, email, dataset_id, dataset_id FROM baseline_users`,
  'INSERT INTO tokens SELECT * FROM baseline_tokens',
]
