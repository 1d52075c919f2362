import { expect, test } from 'vitest'
import { cursorNumber } from '../../src/journal/cursor-number.ts'

test('cursors that differ in one character have different numbers, which are exact', () => {
  const cursors = Array.from({ length: 50_000 }, (_, id) =>
    Buffer.from(JSON.stringify({ id, _pointsToNextItems: true })).toString('base64url'),
  )
  const numbers = cursors.map(cursorNumber)
  expect(new Set(numbers).size).toBe(cursors.length)
  expect(numbers.every(Number.isSafeInteger)).toBe(true)
})

test('the same cursor has the same number', () => {
  expect(cursorNumber('eyJpZCI6NzZ9')).toBe(cursorNumber(Buffer.from('eyJpZCI6NzZ9').toString()))
  expect(cursorNumber('')).not.toBe(cursorNumber('\0'))
})
