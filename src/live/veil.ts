// Hides the token in everything that a server sends, because the server may repeat it.

import { createOwnSecrets } from '../journal/own-secrets.ts'

const HIDDEN = '***'
/** A shorter token may be an ordinary word in harmless rows. */
const MIN_LENGTH = 8

/**
 * Replaces the token in a text, in every encoding. A text without the token comes back unchanged.
 */
export type Veil = (text: string) => string

export function createVeil(token: string): Veil {
  const secrets = [token, token.replace(/^\d+\|/, '')].filter(({ length }) => length >= MIN_LENGTH)
  const own = createOwnSecrets(secrets)
  const spellings = [...new Set(secrets.flatMap(spellingsOf))]
  return (text) => {
    const cut = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, HIDDEN), text)
    // This index also detects encodings that cannot be replaced. The whole text is then hidden.
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
