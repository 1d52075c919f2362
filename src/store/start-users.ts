// Restores the users and tokens of the start. Created users stay.

import type { Run, Statements } from './statements.ts'

/** Call this inside a change. It compares first, because most resets need no new rows. */
export function restoreStartUsers(statements: Statements, run: Run): void {
  const areSame = statements.first(sameUsers) !== undefined
  if (!areSame || statements.first(sameTokens) === undefined) {
    const isAnyCreated = statements.first('SELECT 1 FROM users WHERE is_created') !== undefined
    for (const sql of isAnyCreated ? removeStart : removeAll) run(sql)
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

const removeStart = [
  'DELETE FROM tokens WHERE user_id NOT IN (SELECT id FROM users WHERE is_created)',
  'DELETE FROM users WHERE NOT is_created',
]
/** SQLite empties a whole table without a look at its rows. */
const removeAll = ['DELETE FROM tokens', 'DELETE FROM users']
const addStart = [
  `INSERT INTO users (id, name, email, dataset_id, baseline_id) SELECT id, name, email, dataset_id, dataset_id FROM baseline_users`,
  'INSERT INTO tokens SELECT * FROM baseline_tokens',
]
