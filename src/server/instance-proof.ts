// How a mock that was found by its note proves that it wrote the note.
//
// The note holds a secret, which only this user can read. Whoever read it sends a random challenge with GET /readyz. The mock answers
// with an HMAC under the secret, over the challenge and the address that was reached. The secret is never sent, no challenge
// comes twice, and no proof holds for another address: a stranger on the port of a mock that has ended, or one that passes the challenge
// on to a mock elsewhere, proves nothing. The connection that brought the proof then carries the admin token, and no other
// one does (find-mock.ts).

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export const CHALLENGE_HEADER = 'X-Mock-Challenge'
export const PROOF_HEADER = 'X-Mock-Proof'

/** Answers a challenge that came in on an address of this machine; undefined for anything else. */
export type Prove = (challenge: unknown, reached: Reached) => string | undefined

/** As a socket has it. */
export type Reached = {
  readonly localAddress?: string | undefined
  readonly localPort?: number | undefined
}

export function createProof(): { readonly secret: string; readonly prove: Prove } {
  const secret = randomText()
  return {
    secret,
    prove: (challenge, { localAddress = '', localPort }) =>
      isRandomText(challenge)
        ? proofOf(secret, challenge, `${localAddress.replace(/^::ffff:/i, '')} ${localPort}`)
        : undefined,
  }
}

export type Challenge = {
  readonly headers: Readonly<Record<string, string>>
  readonly isAnsweredBy: (proof: string | null) => boolean
}

/** `url`: where it is sent, by an IP address and a port. */
export function createChallenge(secret: string, url: string): Challenge {
  const { hostname, port, protocol } = new URL(url)
  const challenge = randomText()
  const expected = Buffer.from(
    proofOf(
      secret,
      challenge,
      `${hostname.replace(/^\[|\]$/g, '')} ${port || (protocol === 'https:' ? 443 : 80)}`,
    ),
  )
  return {
    headers: { [CHALLENGE_HEADER]: challenge },
    isAnsweredBy(proof) {
      const given = Buffer.from(proof ?? '')
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

const randomText = (): string => randomBytes(32).toString('base64url')

const isRandomText = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{43}$/.test(value)

const proofOf = (secret: string, challenge: string, address: string): string =>
  createHmac('sha256', secret).update(`GET /readyz ${challenge} ${address}`).digest('base64url')
