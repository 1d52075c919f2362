// Letting users point at drafts, each in one small transaction.

import { DEFAULT_BALANCE } from '../dataset/balance.ts'
import type { Token, User } from '../dataset/dataset.ts'
import { insertBalance } from './balances.ts'
import { keepBalance } from './belongings.ts'
import { DuplicateRowError, GoneError } from './row-error.ts'
import { deleteOrphanedSnapshots } from './snapshots.ts'
import type { Run, Statements } from './statements.ts'
import type { StoredUser } from './users.ts'

/** A user to be created; `expires_at` in Unix seconds. */
export type NewUser = Pick<StoredUser, 'name' | 'email' | 'expires_at'> & {
  readonly total_balance?: number | undefined
  readonly tokens: readonly Pick<Token, 'plain' | 'edition'>[]
}

/**
 * Created users and their tokens have ids above all that a small dataset has, and never those of deleted ones: whoever still
 * holds such an id must not meet somebody else.
 */
const LAST_START_ID = 999
const lastId = (table: 'users' | 'tokens'): string =>
  `max(${LAST_START_ID}, (SELECT seq FROM sqlite_sequence WHERE name = '${table}'))`

export function publishUser(
  statements: Statements,
  dataset_id: number,
  { name, email, expires_at, total_balance = DEFAULT_BALANCE, tokens }: NewUser,
): StoredUser {
  return statements.change((run) => {
    const id = Number(statements.first(`SELECT ${lastId('users')} + 1`)?.[0])
    run(
      'INSERT INTO users VALUES (?, ?, ?, ?, ?, 1, ?)',
      id,
      name,
      email,
      dataset_id,
      dataset_id,
      expires_at,
    )
    insertBalance(run, dataset_id, total_balance)
    for (const [index, { plain, edition }] of tokens.entries()) {
      if (isTaken(statements, plain)) throw new DuplicateRowError('tokens', index, 'plain')
      run(
        `INSERT INTO tokens SELECT coalesce(${lastId('tokens')}, ${LAST_START_ID}) + 1, ?, ?, ?, NULL`,
        id,
        plain,
        edition,
      )
    }
    return { id, name, email, dataset_id, is_created: true, expires_at }
  })
}

export function publishFor(statements: Statements, datasetId: number, userId: number): void {
  statements.change((run) => {
    keepBalance(run, userId, datasetId)
    if (run('UPDATE users SET dataset_id = ? WHERE id = ?', datasetId, userId) === 0)
      throw new GoneError()
  })
}

/** `datasetIds`: one for each user. */
type NewStart = {
  readonly users: readonly User[]
  readonly tokens: readonly Token[]
  readonly datasetIds: readonly number[]
}

export function publishAll(statements: Statements, { users, tokens, datasetIds }: NewStart): void {
  statements.change((run) => {
    run('DELETE FROM tokens WHERE user_id NOT IN (SELECT id FROM users WHERE is_created)')
    run('DELETE FROM users WHERE NOT is_created')
    for (const [index, user] of users.entries())
      insertUser(statements, run, { user, index, datasetId: datasetIds[index] ?? 0 })
    for (const [index, token] of tokens.entries()) insertToken(statements, run, { token, index })
    deleteOrphanedSnapshots(statements, run)
  })
}

/** The baseline of a user that the start had stays what it was. */
function insertUser(
  statements: Statements,
  run: Run,
  { user, index, datasetId }: { user: User; index: number; datasetId: number },
): void {
  if (statements.first('SELECT 1 FROM users WHERE id = ?', user.id))
    throw new DuplicateRowError('users', index, 'id')
  run(
    `INSERT INTO users (id, name, email, dataset_id, baseline_id)
     VALUES (?, ?, ?, ?, coalesce((SELECT dataset_id FROM baseline_users WHERE id = ?), ?))`,
    user.id,
    user.name,
    user.email,
    datasetId,
    user.id,
    datasetId,
  )
  insertBalance(run, datasetId, user.total_balance)
}

function insertToken(
  statements: Statements,
  run: Run,
  { token, index }: { token: Token; index: number },
): void {
  const { id, user_id, plain, edition, expires_at } = token
  if (statements.first('SELECT 1 FROM tokens WHERE id = ?', id))
    throw new DuplicateRowError('tokens', index, 'id')
  if (statements.first('SELECT 1 FROM tokens WHERE plain = ?', plain))
    throw new DuplicateRowError('tokens', index, 'plain')
  run('INSERT INTO tokens VALUES (?, ?, ?, ?, ?)', id, user_id, plain, edition, expires_at)
}

/** By a token that exists, or that comes back with a reset. */
const isTaken = (statements: Statements, plain: string): boolean =>
  statements.first(
    'SELECT 1 FROM tokens WHERE plain = ? UNION ALL SELECT 1 FROM baseline_tokens WHERE plain = ?',
    plain,
    plain,
  ) !== undefined
