import { expect, test } from 'vitest'
import { fromBase64, toBase64Url } from '../../src/php/base64.ts'
import { createRandom } from '../../src/random/random.ts'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

test.each([
  ['every length', (length: number) => DIGITS.slice(length, 2 * length)],
  ['the URL-safe alphabet', (length: number) => `-_${DIGITS.slice(0, length)}`],
  ['padding', (length: number) => `${DIGITS.slice(0, length)}=`],
  ['other characters', (length: number) => `${DIGITS.slice(0, length)} %3D\n!`],
])('decodes %s like Node.js', (_, textOf) => {
  for (let length = 0; length < 24; length++) {
    const text = textOf(length)
    expect(fromBase64(text), text).toBe(Buffer.from(text, 'base64').toString('latin1'))
  }
})

test('encodes every byte like Node.js', () => {
  const random = createRandom(1, 2)
  for (let length = 0; length < 200; length++) {
    const bytes = Buffer.from(Array.from({ length }, () => random.below(256)))
    expect(toBase64Url(bytes.toString('latin1'))).toBe(bytes.toString('base64url'))
  }
})
