// Tokens that the settings add to the dataset at the start. They belong to the baseline, so a reset
// of everything keeps them.

import type { Token } from '../dataset/dataset.ts'
import type { Run, Statements } from './statements.ts'
import { StoreError } from './store-error.ts'

/** A token for the first user. If `id` is null, the token gets the next free id. */
export type Key = Pick<Token, 'plain' | 'edition'> & { readonly id: number | null }

const tokenTables = [
  ['tokens', 'SELECT min(id) FROM users WHERE NOT is_created'],
  ['baseline_tokens', 'SELECT min(id) FROM baseline_users'],
] as const

/** The next id that no token has, neither now nor after a reset. */
const nextTokenId =
  'SELECT max(coalesce((SELECT max(id) FROM tokens), 0), coalesce((SELECT max(id) FROM baseline_tokens), 0)) + 1'

export type Keys = {
  readonly keys: readonly Key[]
  /** Tokens that become invalid, unless `keys` contains them. */
  readonly replaced?: readonly string[]
}

/**
 * Adds tokens to the first user of the start, or changes the edition of existing tokens. Throws a
 * StoreError without changing anything.
 */
export function useKeys(statements: Statements, { keys, replaced = [] }: Keys): void {
  statements.change((run) => {
    const gone = replaced.filter((plain) => keys.every((key) => key.plain !== plain))
    for (const [table] of tokenTables)
      for (const plain of gone) run(`DELETE FROM ${table} WHERE plain = ?`, plain)
    for (const key of keys) addKey(statements, run, key)
  })
}

function addKey(statements: Statements, run: Run, { plain, edition, id }: Key): void {
  const isOfCreatedUser =
    'SELECT 1 FROM tokens JOIN users ON users.id = user_id WHERE plain = ? AND is_created'
  const newId = id ?? Number(statements.first(nextTokenId)?.[0])
  const tables =
    statements.first(isOfCreatedUser, plain) === undefined ? tokenTables : tokenTables.slice(0, 1)
  for (const [table, user] of tables) {
    if (run(`UPDATE ${table} SET edition = ? WHERE plain = ?`, edition, plain) > 0) continue
    if (statements.first(`SELECT 1 FROM ${table} WHERE id = ?`, newId))
      throw new StoreError(
        `a key cannot have the id ${newId}, which another token has; give another id or none`,
      )
    run(`INSERT INTO ${table} SELECT ?, (${user}), ?, ?, NULL`, newId, plain, edition)
  }
}
