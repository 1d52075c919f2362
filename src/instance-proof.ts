// How a mock that was found by its note proves that it wrote the note.
//
// The note holds a secret, which only this user can read. Whoever read it sends a random challenge with GET /readyz, and the mock
// answers with the HMAC of the challenge under the secret. The secret is never sent, and no challenge comes twice: a stranger on
// the port of a mock that has ended proves nothing. The connection that brought the proof then carries the admin token, and no
// other one does (find-mock.ts).

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export const CHALLENGE_HEADER = 'X-Mock-Challenge'
export const PROOF_HEADER = 'X-Mock-Proof'

/** Answers a challenge; undefined for anything else. */
export type Prove = (challenge: unknown) => string | undefined

export function createProof(): { readonly secret: string; readonly prove: Prove } {
  const secret = randomText()
  return { secret, prove: (challenge) => (isRandomText(challenge) ? proofOf(secret, challenge) : undefined) }
}

export type Challenge = {
  readonly headers: Readonly<Record<string, string>>
  readonly isAnsweredBy: (proof: string | null) => boolean
}

export function createChallenge(secret: string): Challenge {
  const challenge = randomText()
  const expected = Buffer.from(proofOf(secret, challenge))
  return {
    headers: { [CHALLENGE_HEADER]: challenge },
    isAnsweredBy(proof) {
      const given = Buffer.from(proof ?? '')
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

const randomText = (): string => randomBytes(32).toString('base64url')

const isRandomText = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{43}$/.test(value)

const proofOf = (secret: string, challenge: string): string =>
  createHmac('sha256', secret).update(`GET /readyz ${challenge}`).digest('base64url')
