import { expect, test } from 'vitest'
import { counted } from '../../src/judge/words.ts'
import { toPrintable } from '../../src/reports/words.ts'

test.each([
  ['plain', 'plain'],
  ['naïve 👩‍👩‍👧', 'naïve 👩‍👩‍👧'],
  ['a\nb\r\tc', 'a\\u{a}b\\u{d}\\u{9}c'],
  ['\0\u001b[31m\u009b', '\\u{0}\\u{1b}[31m\\u{9b}'],
  ['a\u2028b\u202Ec\uFFFEd', 'a\\u{2028}b\\u{202e}c\\u{fffe}d'],
  ['half 👩'.slice(0, -1), 'half \uFFFD'],
])('%j is shown as %j', (text, expected) => {
  expect(toPrintable(text)).toBe(expected)
})

test('what is long is cut, and not within a character', () => {
  expect(toPrintable('x'.repeat(501))).toBe(`${'x'.repeat(500)}…`)
  expect(toPrintable('x'.repeat(500))).toBe('x'.repeat(500))
  expect(toPrintable('ab👩', 3)).toBe('ab\uFFFD…')
})

test.each([
  [0, '0 walks'],
  [1, '1 walk'],
  [2, '2 walks'],
])('counts %i', (count, expected) => {
  expect(counted(count, 'walk')).toBe(expected)
})
