import { expect, it } from 'vitest'
import { createInvention } from '../../src/seed/invention.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const ids = Array.from({ length: 2000 }, (_, index) => index + 1)

const firstUuids = (seed: number, userId: number): string[] => {
  const { inventUuids } = createInvention(seed)
  return ids.map((id) => inventUuids(userId, id)())
}

it('invents uuids of version 4 that rise with the ids of a user', () => {
  const uuids = firstUuids(1, 1)
  expect(uuids.filter((text) => !uuid.test(text))).toEqual([])
  expect(uuids).toEqual(uuids.toSorted())
  expect(new Set(uuids.map((text) => text.slice(0, 8))).size).toBe(ids.length)
})

it('invents the same uuids for the same seed, user and conversation, and others for others', () => {
  expect(firstUuids(1, 1)).toEqual(firstUuids(1, 1))
  const all = [firstUuids(1, 1), firstUuids(1, 2), firstUuids(2, 1)].flat()
  expect(new Set(all).size).toBe(all.length)
})

it('invents another uuid where the first one is taken', () => {
  const next = createInvention(1).inventUuids(1, 1)
  const [first, second] = [next(), next()]
  expect(second).toMatch(uuid)
  expect(second).not.toBe(first)
})

it.each([2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])(
  'invents a uuid for the conversation %d',
  (id) => {
    expect(createInvention(1).inventUuids(2 ** 40, id)()).toMatch(uuid)
  },
)
