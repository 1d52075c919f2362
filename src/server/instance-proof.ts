// A mock that was found by its note proves here that it wrote the note.
//
// The note holds a secret that only this user can read. The reader sends a random challenge with
// GET /readyz. The mock answers with an HMAC under that secret, over the challenge and the address
// that the request reached. The secret is never sent, each challenge is new, and a proof holds for
// one address only. So a stranger on the port of an ended mock proves nothing. A stranger that
// forwards the challenge to another mock proves nothing either. Only the connection that carried
// the proof then carries the admin token (find-mock.ts).

import { createHmac, timingSafeEqual } from 'node:crypto'
import { randomBytes } from '../system/random-bytes.ts'

export const CHALLENGE_HEADER = 'X-Mock-Challenge'
export const PROOF_HEADER = 'X-Mock-Proof'

/**
 * Answers a challenge that arrived at a local address. Undefined for an invalid challenge or an
 * unknown address.
 */
export type Prove = (challenge: unknown, reached: Reached) => string | undefined

/** The address that a request reached, in the fields of a socket. */
type Reached = {
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

type Challenge = {
  readonly headers: Readonly<Record<string, string>>
  readonly isAnsweredBy: (proof: string | null) => boolean
}

/** `url` is the target of the challenge, as an IP address and a port. */
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
