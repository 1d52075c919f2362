import { expect, test } from 'vitest'
import { createTokenFinder } from '../../src/api/find-token.ts'
import type { KnownToken } from '../../src/store/tokens.ts'

const lasting: KnownToken = {
  id: 7,
  user_id: 2,
  plain: 'alpha',
  edition: null,
  expires_at: null,
  dataset_id: 1,
  expiresAt: Infinity,
}

const headers = { authorization: 'Bearer alpha' }

const finderOf = (token: KnownToken, now: () => number) =>
  createTokenFinder({ findToken: () => token }, now)

test('reads no clock for a token that never expires', () => {
  const find = finderOf(lasting, () => {
    throw new Error('the clock was read')
  })
  expect(find(headers)).toBe(lasting)
})

test.each([
  ['before its end', 99, true],
  ['at its end', 100, true],
  ['after its end', 101, false],
])('%s (%i of 100 seconds), a token is known: %s', (_when, now, isKnown) => {
  expect(finderOf({ ...lasting, expiresAt: 100 }, () => now)(headers) !== undefined).toBe(isKnown)
})
