import { expect, test } from 'vitest'
import { createIdBits } from '../../src/comparison/id-bits.ts'

const counted = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

const entriesOf = (bits: ReturnType<typeof createIdBits>) => [...bits.entries()].map(([id, value]) => [id(), value])

test('knows what a Map knows, in its order', () => {
  const bits = createIdBits()
  const known = new Map<string, number>()
  for (let round = 0; round < 20_000; round++) {
    const id = round % 3 === 0 ? counted(round % 5000) : crypto.randomUUID()
    expect(bits.get(id)).toBe(known.get(id) ?? 0)
    bits.set(id, round % 16)
    known.set(id, round % 16)
  }
  expect(entriesOf(bits)).toEqual([...known])
})

test.each([
  ['is no UUID', '8d0f7780-8536-51ef-055c-f18fd2g01bf8'],
  ['is a number', '17'],
  ['is empty', ''],
  ['is a UUID in capitals', '7C9E6679-7425-40DE-944B-E07FC1F90AE7'],
  ['is a name of every object', '__proto__'],
])('keeps an id that %s as it is', (_title, id) => {
  const bits = createIdBits()
  bits.set(id, 3)
  bits.set(id.toLowerCase(), bits.get(id.toLowerCase()) | 4)
  expect(entriesOf(bits)).toContainEqual([id, id === id.toLowerCase() ? 7 : 3])
})

test('has all bits of the highest and the lowest UUID', () => {
  const bits = createIdBits()
  const ids = ['ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000000']
  for (const id of ids) bits.set(id, 15)
  expect(entriesOf(bits)).toEqual(ids.map((id) => [id, 15]))
})
