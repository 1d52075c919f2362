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
  let lastTexts: readonly string[] = []
  let version = 0
  /** The texts that became valid since the last news(). Undefined means that any may be new. */
  let added: readonly string[] | undefined

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

    /**
     * Call this after a change of tokens or users. `newTexts` are the texts of new tokens.
     * Undefined means that any token may be new.
     */
    forget(newTexts: readonly string[] | undefined): void {
      bySecret.clear()
      version++
      added = newTexts && added?.concat(newTexts)
    },

    /** Rises when tokens may have changed. */
    version: (): number => version,

    /** The texts of all tokens that are valid now or may be valid after a reset. */
    texts: (): readonly string[] => read() ?? lastTexts,

    /** The number of the texts. */
    count: (): number =>
      attempt(() => Number(statements.first(countTexts)?.[0])) ?? lastTexts.length,

    /** The texts that may have become valid since the last call. The first call returns all. */
    news(): readonly string[] {
      const news = added ?? read()
      added = news && []
      return news ?? []
    },
  }

  function read(): readonly string[] | undefined {
    return attempt(() => {
      ofStart ??= statements
        .all('SELECT plain FROM baseline_tokens')
        .map(([plain]) => String(plain))
      const present = statements.all('SELECT plain FROM tokens').map(([plain]) => String(plain))
      lastTexts = [...present, ...ofStart]
      return lastTexts
    })
  }
}

/** Returns undefined if the file cannot be read. Only tokens that are known can then be valid. */
function attempt<T>(get: () => T): T | undefined {
  try {
    return get()
  } catch (error) {
    if (error instanceof DatabaseError) return undefined
    throw error
  }
}

const countTexts = 'SELECT (SELECT count(*) FROM tokens) + (SELECT count(*) FROM baseline_tokens)'

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
