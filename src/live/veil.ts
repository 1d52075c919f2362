// The token, taken out of all that a server says: it may repeat what it was sent.

import { createOwnSecrets } from '../journal/own-secrets.ts'

const HIDDEN = '***'
/** A shorter token is a word that honest rows may hold. */
const MIN_LENGTH = 8

/** Replaces the token in a text, however it is written there. The same text where it is not. */
export type Veil = (text: string) => string

export function createVeil(token: string): Veil {
  const secrets = [token, token.replace(/^\d+\|/, '')].filter(({ length }) => length >= MIN_LENGTH)
  const own = createOwnSecrets(secrets)
  const spellings = [...new Set(secrets.flatMap(spellingsOf))]
  return (text) => {
    const cut = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, HIDDEN), text)
    // The index also knows spellings that cannot be cut out.
    return own.isIn(cut) ? HIDDEN : cut
  }
}

function spellingsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '')
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    base64,
    Buffer.from(secret).toString('base64url'),
  ]
}
