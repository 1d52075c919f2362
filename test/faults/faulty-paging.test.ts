import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { ask, idsOf, walkByCursor, walkByPage } from '../walking.ts'

const ROWS = 30

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

const asking = () => ({ url: mock.url, token: mock.token('combined') })

const statuses = async (user: { token(): string }, times: number): Promise<number[]> => {
  const seen: number[] = []
  for (let round = 0; round < times; round++)
    seen.push((await ask({ url: mock.url, token: user.token() })).status)
  return seen
}
const withChance = (seed: number) =>
  ({ seed, match: { probability: 0.4 }, effect: { type: 'status', status: 503 } }) as const

describe('chances', () => {
  test('fall the same way for the same seed and requests, and differently for another seed', async () => {
    const runs: number[][] = []
    for (const seed of [7, 7, 8]) {
      await mock.faults.clear()
      await mock.faults.arm(withChance(seed))
      runs.push(await statuses(mock, 60))
    }
    expect(runs[1]).toEqual(runs[0])
    expect(runs[2]).not.toEqual(runs[0])
    expect(new Set(runs[0])).toEqual(new Set([200, 503]))
  })

  test('of one user do not depend on what others ask', async () => {
    const [a, b] = await Promise.all([mock.createUser(), mock.createUser()])
    await Promise.all([a, b].map((user) => user.faults.arm(withChance(3))))
    const alone = await statuses(a, 40)
    const [together] = await Promise.all([statuses(b, 40), statuses(a, 40)])
    expect(together).toEqual(alone)
    await Promise.all([a.delete(), b.delete()])
  })
})

describe('a client that pages', () => {
  let rows: string[]
  beforeAll(async () => {
    rows = (await mock.conversations.list()).map(({ uuid }) => uuid)
  })

  test.each([
    ['short_page', { type: 'short_page', rows: 2 }],
    ['empty_page', { type: 'empty_page' }],
  ] as const)('by cursor loses no row to %s', async (_name, effect) => {
    await mock.faults.arm({ match: { every: 2 }, effect })
    const { ids, pages } = await walkByCursor(asking(), 5)
    expect(ids).toEqual(rows)
    expect(pages.length).toBeGreaterThan(ROWS / 5)
  })

  test('by page loses what a short or an empty page withholds', async () => {
    await mock.faults.arm({ match: { nth: 2 }, effect: { type: 'short_page', rows: 2 } })
    expect((await walkByPage(asking(), 5)).ids).toEqual(rows.toSpliced(7, 3))
    await mock.faults.arm({ match: { nth: 2 }, effect: { type: 'empty_page' } })
    expect((await walkByPage(asking(), 5)).ids).toEqual(rows.toSpliced(5, 5))
  })

  test('meets a page again when its link leads to itself', async () => {
    await mock.faults.arm({ match: { nth: 2 }, effect: { type: 'repeat_cursor' } })
    expect((await walkByCursor(asking(), 10)).ids).toEqual([
      ...rows.slice(0, 20),
      ...rows.slice(10),
    ])
    await mock.faults.arm({ match: { nth: 2 }, effect: { type: 'repeat_cursor' } })
    expect((await walkByPage(asking(), 10)).ids).toEqual([...rows.slice(0, 20), ...rows.slice(10)])
  })

  test('never ends when every link leads to its own page', async () => {
    await mock.faults.arm({ effect: { type: 'repeat_cursor' } })
    const { pages } = await walkByCursor(asking(), 10)
    expect(new Set(pages.map((page) => idsOf(page).join()))).toEqual(
      new Set([rows.slice(0, 10).join()]),
    )
    expect(pages.length).toBeGreaterThan(100)
  })

  test('sees a row twice, and a total that drifts', async () => {
    await mock.faults.arm({ match: { nth: 2 }, effect: { type: 'duplicate_row' } })
    expect((await walkByCursor(asking(), 10)).ids).toEqual(rows.toSpliced(10, 0, rows[10] ?? ''))
    await mock.faults.arm({ effect: { type: 'count_drift', by: -1 } })
    expect((await walkByPage(asking(), 10)).pages.map(({ total }) => total)).toEqual([29, 28, 27])
  })

  test('is refused in the middle when its cursor has expired, and can begin again', async () => {
    await mock.faults.arm({
      match: { nth: 2 },
      effect: { type: 'expired_cursor', status: 410, message: 'Gone.' },
    })
    await expect(walkByCursor(asking(), 10)).rejects.toThrow(/^410 .*Gone/s)
    expect((await walkByCursor(asking(), 10)).ids).toEqual(rows)
  })
})
