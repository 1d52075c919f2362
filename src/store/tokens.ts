// Keeps tokens in memory by their secret, because every request looks one up.

import type { Token } from '../dataset/dataset.ts'
import { editionNames } from '../editions.ts'
import { parseDateTime } from '../php/dates.ts'
import { DatabaseError } from './database-error.ts'
import type { Statements, Values } from './statements.ts'

/**
 * A token with the data that requests need. `expiresAt` is the Unix time in seconds at which the
 * token or its user expires.
 */
export type KnownToken = Token & { readonly dataset_id: number; readonly expiresAt: number }

export function createTokens(statements: Statements) {
  /** The tokens that requests have used. */
  const bySecret = new Map<string, KnownToken>()
  let ofStart: string[] | undefined
  let lastTexts: string[] = []
  let version = 0

  const list = (): KnownToken[] =>
    statements.all(`${selectTokens} ORDER BY tokens.id`).map(toKnownToken)

  function load(secret: string): KnownToken | undefined {
    const row = statements.first(`${selectTokens} WHERE plain = ?`, secret)
    const token = row && toKnownToken(row)
    // SQLite cannot store half of a surrogate pair, so the found text may differ from the secret.
    if (token?.plain !== secret) return undefined
    bySecret.set(secret, token)
    return token
  }

  return {
    list,
    find: (secret: string): KnownToken | undefined => bySecret.get(secret) ?? load(secret),
    forget(): void {
      bySecret.clear()
      version++
    },

    /** Rises when tokens may have changed. */
    version: (): number => version,

    /** The texts of all tokens that are valid now or may be valid after a reset. */
    texts(): string[] {
      try {
        ofStart ??= statements
          .all('SELECT plain FROM baseline_tokens')
          .map(([plain]) => String(plain))
        lastTexts = [
          ...statements.all('SELECT plain FROM tokens').map(([plain]) => String(plain)),
          ...ofStart,
        ]
      } catch (error) {
        // If the file cannot be read, only tokens that were already known can be valid.
        if (!(error instanceof DatabaseError)) throw error
      }
      return lastTexts
    },
  }
}

const selectTokens = `SELECT tokens.id, user_id, plain, edition, tokens.expires_at, dataset_id, users.expires_at
  FROM tokens JOIN users ON users.id = user_id`

function toKnownToken([
  id,
  user_id,
  plain,
  edition,
  expires_at,
  dataset_id,
  userExpiresAt,
]: Values): KnownToken {
  const token = toToken([id, user_id, plain, edition, expires_at])
  const ownEnd = token.expires_at === null ? Infinity : (parseDateTime(token.expires_at) ?? 0)
  return {
    ...token,
    dataset_id: Number(dataset_id),
    expiresAt: Math.min(ownEnd, userExpiresAt === null ? Infinity : Number(userExpiresAt)),
  }
}

export function toToken([id, user_id, plain, edition, expires_at]: readonly (
  | Values[number]
  | undefined
)[]): Token {
  return {
    id: Number(id),
    user_id: Number(user_id),
    plain: String(plain),
    edition: editionNames.find((name) => name === edition) ?? null,
    expires_at: expires_at === null ? null : String(expires_at),
  }
}
