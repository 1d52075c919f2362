// Assigns staged datasets to users, each in one small transaction.

import { USERS } from './change-notes.ts'
import { DEFAULT_BALANCE } from '../dataset/balance.ts'
import type { Token } from '../dataset/dataset.ts'
import { insertBalance } from './balances.ts'
import { keepBalance } from './belongings.ts'
import { DuplicateRowError, GoneError } from './row-error.ts'
import type { Statements } from './statements.ts'
import type { StoredUser } from './users.ts'

/** A user to create. `expires_at` is in Unix seconds. */
export type NewUser = Pick<StoredUser, 'name' | 'email' | 'expires_at'> & {
  readonly total_balance?: number | undefined
  readonly tokens: readonly Pick<Token, 'plain' | 'edition'>[]
}

/**
 * Created users and tokens get ids above this one and above every id of the start. The id of a
 * deleted user or token is never reused, so an old id cannot lead to somebody else.
 */
const LAST_START_ID = 999
const lastId = (table: 'users' | 'tokens'): string =>
  `max(${LAST_START_ID}, (SELECT seq FROM sqlite_sequence WHERE name = '${table}'))`

export function publishUser(
  statements: Statements,
  dataset_id: number,
  { name, email, expires_at, total_balance = DEFAULT_BALANCE, tokens }: NewUser,
): StoredUser {
  return statements.changeOutdating(USERS, (run) => {
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
  statements.changeOutdating(USERS, (run) => {
    keepBalance(run, userId, datasetId)
    if (run('UPDATE users SET dataset_id = ? WHERE id = ?', datasetId, userId) === 0)
      throw new GoneError()
  })
}

/** Whether a token with this text exists now, or would return with a reset. */
const isTaken = (statements: Statements, plain: string): boolean =>
  statements.first(
    'SELECT 1 FROM tokens WHERE plain = ? UNION ALL SELECT 1 FROM baseline_tokens WHERE plain = ?',
    plain,
    plain,
  ) !== undefined
