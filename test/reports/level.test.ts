import { expect, test } from 'vitest'
import type { Severity } from '../../src/judge/schemas.ts'
import { isAtLeast } from '../../src/judge/severity.ts'
import { failingFindings } from '../../src/reports/level.ts'
import { makeFinding, makeReport } from './sample.ts'

test.each<[Severity, Severity, boolean]>([
  ['error', 'error', true],
  ['error', 'warning', true],
  ['error', 'note', true],
  ['warning', 'error', false],
  ['warning', 'warning', true],
  ['warning', 'note', true],
  ['note', 'error', false],
  ['note', 'warning', false],
  ['note', 'note', true],
])('%s at the level %s: %s', (severity, level, expected) => {
  expect(isAtLeast(severity, level)).toBe(expected)
  expect(failingFindings(makeReport([makeFinding({ severity })]), level)).toHaveLength(
    expected ? 1 : 0,
  )
})

test('what is silenced does not fail', () => {
  expect(failingFindings(makeReport([makeFinding({ silenced: 'known' })]), 'note')).toEqual([])
})
