import { expect, test } from 'vitest'
import { isolate } from '../../src/dashboard/widgets/isolate.ts'

test.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['Зоя, 王芳, é', 'Зоя, 王芳, é'],
  ['إياس', '\u2068إياس\u2069'],
  ['דנה (2)', '\u2068דנה (2)\u2069'],
  ['a\u202Eb', '\u2068a\u202Eb\u2069'],
  ['a\u2067b', '\u2068a\u2067b\u2069\u2069'],
  ['a\u2069b\u2069', '\u2068ab\u2069'],
  ['\u2066a\u2069\u2069', '\u2068\u2066a\u2069\u2069'],
  ['\u{1E900}', '\u2068\u{1E900}\u2069'],
])('%j stands by itself as %j', (text, isolated) => expect(isolate(text)).toBe(isolated))
