// Tokens that the start adds to those of its dataset. They belong to the start as well: a reset of everything keeps them.

import type { Token } from '../dataset/dataset.ts'
import type { Run, Statements } from './statements.ts'
import { StoreError } from './store-error.ts'

/** A token without a user; `id` null for the next one. */
export type Key = Pick<Token, 'plain' | 'edition'> & { readonly id: number | null }

const tokenTables = [
  ['tokens', 'SELECT min(id) FROM users WHERE NOT is_created'],
  ['baseline_tokens', 'SELECT min(id) FROM baseline_users'],
] as const

/** The first free id of a token, now and after a reset. */
const nextTokenId =
  'SELECT max(coalesce((SELECT max(id) FROM tokens), 0), coalesce((SELECT max(id) FROM baseline_tokens), 0)) + 1'

export type Keys = {
  readonly keys: readonly Key[]
  /** Tokens that are valid no more, unless they are among the keys. */
  readonly replaced?: readonly string[]
}

/** Gives the first user of the start more tokens, or known tokens another edition. Throws a StoreError, and has then done nothing. */
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
