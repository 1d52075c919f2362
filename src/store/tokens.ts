// Tokens, kept in memory by their secret because every request looks for one.

import type { Token } from '../dataset.ts'
import { editionNames } from '../editions.ts'
import { parseDateTime } from '../php/dates.ts'
import type { Statements, Values } from './statements.ts'

/** A token as requests need it; `expiresAt` in Unix seconds. */
export type KnownToken = Token & { readonly expiresAt: number }

export function createTokens(statements: Statements) {
  let bySecret: Map<string, KnownToken> | undefined

  const load = (): Map<string, KnownToken> => {
    bySecret ??= new Map(list().map((token) => [token.plain, token]))
    return bySecret
  }

  function list(): KnownToken[] {
    return statements.all('SELECT id, user_id, plain, edition, expires_at FROM tokens ORDER BY id').map(toToken)
  }

  return {
    list,
    find: (secret: string): KnownToken | undefined => load().get(secret),
    forget(): void {
      bySecret = undefined
    },
  }
}

function toToken([id, user_id, plain, edition, expires_at]: Values): KnownToken {
  return {
    id: Number(id),
    user_id: Number(user_id),
    plain: String(plain),
    edition: editionNames.find((name) => name === edition) ?? null,
    expires_at: expires_at === null ? null : String(expires_at),
    expiresAt: expires_at === null ? Infinity : (parseDateTime(String(expires_at)) ?? 0),
  }
}
