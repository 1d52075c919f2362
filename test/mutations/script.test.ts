import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { Selection } from '../../src/mutations/schemas.ts'
import { createMutable, NOW } from './mutable.ts'

const page = (number: number, size = 3): string => `page=${number}&per_page=${size}`

describe('a step', () => {
  test('waits for its request', async () => {
    const { ask, idsOf, run } = await createMutable()
    run({ steps: [{ after: 2, insert: 1 }] })
    ask(page(1))
    expect(idsOf()[0]).toBe(12)
    ask(page(2))
    expect(idsOf()[0]).toBe(13)
  })

  test('is not seen by the request that it follows', async () => {
    const { ask, run } = await createMutable()
    const before = ask(page(1)).data
    run({ steps: [{ after: 1, insert: 1, delete: { oldest: 1 } }] })
    expect(ask(page(1)).data).toEqual(before)
    expect(ask(page(1)).data).not.toEqual(before)
  })

  test('inserts rows that begin now', async () => {
    const { ask, clocks, rowsOf, run } = await createMutable()
    clocks.set(1, { now: NOW + 5, is_frozen: true })
    run({ steps: [{ after: 1, insert: 2 }] })
    ask(page(1))
    expect(rowsOf().slice(0, 3)).toMatchObject([
      { id: 14, created_at: '2025-02-01 00:00:05' },
      { id: 13, created_at: '2025-02-01 00:00:05' },
      { id: 12 },
    ])
  })

  test('inserts the rows that are given', async () => {
    const { ask, rowsOf, run } = await createMutable()
    run({
      steps: [
        {
          after: 1,
          insert: [
            { type: 'test', uuid: 'given' },
            { id: 14, assistant_id: 2 },
            { message_count: 5 },
          ],
        },
      ],
    })
    ask(page(1))
    expect(rowsOf().slice(0, 3)).toMatchObject([
      { id: 15, message_count: 5 },
      { id: 14, assistant_id: 2 },
      { id: 13, uuid: 'given', type: 'test' },
    ])
  })

  test.each<[string, Selection, number[]]>([
    ['the newest', { newest: 2 }, [12, 11]],
    ['the oldest', { oldest: 2 }, [1, 2]],
    ['more than there are', { newest: 1000 }, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['rows by id, each once', { ids: [4, 3, 4] }, [4, 3]],
    ['none that is not there', { ids: [99, 'no such uuid'] }, []],
    ["none of another user's", { ids: [13] }, []],
  ])('deletes %s', async (_, selection, deleted) => {
    const { ask, idsOf, log, run } = await createMutable()
    const before = [...idsOf(), ...idsOf(2)]
    run({ steps: [{ after: 1, delete: selection }] })
    ask(page(1))
    expect([...idsOf(), ...idsOf(2)]).toEqual(before.filter((id) => !deleted.includes(id)))
    expect(log()).toEqual([{ walk: 1, after: 1, inserted: [], deleted, touched: [], error: null }])
  })

  test('deletes rows by uuid', async () => {
    const { ask, idsOf, rowsOf, run } = await createMutable()
    const [first] = rowsOf()
    run({ steps: [{ after: 1, delete: { ids: [first?.uuid ?? ''] } }] })
    ask(page(1))
    expect(idsOf()[0]).toBe(11)
  })

  test('touches rows and leaves all else of them as it is', async () => {
    const { ask, rowsOf, run } = await createMutable()
    const before = rowsOf()
    run({ steps: [{ after: 1, touch: { oldest: 2 } }] })
    ask(page(1))
    expect(rowsOf()).toEqual(
      before.map((row) =>
        row.id > 2 ? row : Object.assign(row, { updated_at: '2025-02-01 00:00:00' }),
      ),
    )
  })

  test('means the rows as they were before it', async () => {
    const { ask, idsOf, log, run } = await createMutable()
    run({ steps: [{ after: 1, insert: 2, delete: { newest: 1 }, touch: { newest: 2 } }] })
    ask(page(1))
    expect(idsOf().slice(0, 3)).toEqual([14, 13, 11])
    expect(log()).toEqual([
      { walk: 1, after: 1, inserted: [13, 14], deleted: [12], touched: [11], error: null },
    ])
  })

  test('follows another of the same request', async () => {
    const { ask, log, run } = await createMutable()
    run({
      steps: [
        { after: 1, delete: { newest: 1 } },
        { after: 1, touch: { newest: 1 } },
      ],
    })
    ask(page(1))
    expect(log()).toMatchObject([{ deleted: [12] }, { touched: [11] }])
  })

  test('that cannot be made changes nothing and says why', async () => {
    const { ask, idsOf, log, run } = await createMutable()
    run({
      steps: [
        { after: 1, insert: [{}, { id: 5 }], delete: { newest: 3 } },
        { after: 2, insert: 1 },
      ],
    })
    ask(page(1))
    expect(idsOf()).toHaveLength(12)
    ask(page(2))
    expect(log()).toMatchObject([
      {
        inserted: [],
        deleted: [],
        touched: [],
        error: 'insert[1].id is already used by another row; it must be unique',
      },
      { inserted: [13] },
    ])
  })

  test('makes the same rows from the same seed and others from another', async () => {
    const rows = await inserted(3)
    expect(await inserted(3)).toEqual(rows)
    expect(await inserted(4)).not.toEqual(rows)
    expect(new Set(rows.map(({ uuid }) => uuid)).size).toBe(6)
  })
})

/** The rows that a script creates with a seed. */
async function inserted(seed: number): Promise<Conversation[]> {
  const { ask, rowsOf, run } = await createMutable({ seed })
  run({
    times: 2,
    steps: [
      { after: 1, insert: 2 },
      { after: 2, insert: 1 },
    ],
  })
  for (const number of [1, 2, 1, 2]) ask(page(number))
  return rowsOf().slice(0, 6)
}

describe('a walk', () => {
  test('runs the script from its first page on', async () => {
    const { ask, log, run } = await createMutable()
    run({ steps: [{ after: 1, insert: 1 }] })
    ask(page(2))
    expect(log()).toEqual([])
    ask(page(1))
    expect(log()).toHaveLength(1)
  })

  test('runs the script as often as is said, one walk at a time', async () => {
    const { ask, log, run, scripts } = await createMutable()
    run({ times: 2, steps: [{ after: 2, insert: 1 }] })
    for (let walk = 1; walk <= 3; walk++) for (const number of [1, 2, 3]) ask(page(number))
    expect(log()).toMatchObject([
      { walk: 1, after: 2, inserted: [13] },
      { walk: 2, after: 2, inserted: [14] },
    ])
    expect(scripts.state(1)).toMatchObject({ times: 2, walks: 2 })
  })

  test('counts its own requests among those of others', async () => {
    const { ask, log, run } = await createMutable()
    run({ times: 4, steps: [{ after: 2, insert: 1 }] })
    ask(page(1))
    ask(`${page(1)}&type=api`)
    ask('cursor=&per_page=3')
    ask(page(1), { correlation: 'named' })
    expect(log()).toEqual([])
    ask(page(2), { correlation: 'named' })
    ask(`${page(2)}&type=api`)
    expect(log()).toMatchObject([{ walk: 4 }, { walk: 2 }])
  })

  test('begins anew with a first page', async () => {
    const { ask, log, run } = await createMutable()
    run({ times: 2, steps: [{ after: 3, insert: 1 }] })
    for (const number of [1, 2, 1, 2, 3]) ask(page(number))
    expect(log()).toMatchObject([{ walk: 2, after: 3 }])
  })

  test('counts no request that was refused', async () => {
    const { ask, log, run } = await createMutable()
    run({ steps: [{ after: 2, insert: 1 }] })
    ask(page(1))
    expect(() => ask('page=2&per_page=1000')).toThrow('data')
    expect(log()).toEqual([])
  })

  test.each([
    ['another token', { token: 4 }, { key: 'nicecall-demo-key' }, {}],
    ['another name', { correlation: 'mine' }, { correlation: 'yours' }, { correlation: 'mine' }],
    ['no name', { correlation: 'mine' }, {}, { correlation: 'mine' }],
    ['another user', {}, { key: 'another' }, {}],
  ])('does not run the script with %s', async (_, match, other, meant) => {
    const { ask, log, run } = await createMutable()
    run({ match, steps: [{ after: 1, insert: 1 }] })
    ask(page(1), other)
    expect(log()).toEqual([])
    ask(page(1), meant)
    expect(log()).toHaveLength(1)
  })

  test('is forgotten when it idled longest of a thousand', async () => {
    const { ask, log, run } = await createMutable()
    run({ times: 10_000, steps: [{ after: 3, insert: 1 }] })
    ask(page(1), { correlation: '0' })
    ask(page(1), { correlation: '1' })
    ask(page(2), { correlation: '0' })
    for (let walk = 2; walk <= 1000; walk++) ask(page(1), { correlation: String(walk) })
    for (const number of [2, 3]) ask(page(number), { correlation: '1' })
    expect(log()).toEqual([])
    ask(page(3), { correlation: '0' })
    expect(log()).toMatchObject([{ walk: 1 }])
  })
})

test('keeps the last hundred events', async () => {
  const { ask, log, run } = await createMutable()
  run({ times: 1000, steps: [{ after: 1, touch: { newest: 1 } }] })
  for (let walk = 1; walk <= 101; walk++) ask(page(1))
  expect([log().length, log().at(0)?.walk, log().at(-1)?.walk]).toEqual([100, 2, 101])
})

test('shows the script as it was given', async () => {
  const { run } = await createMutable()
  const script = {
    match: { token: 4 },
    times: 2,
    steps: [
      { after: 1, insert: [{ variables: { a: [1, { b: null }] } }, {}] },
      { after: 2, insert: 1 },
    ],
  }
  expect(run(script)).toEqual({ ...script, walks: 0, log: [] })
})

describe('asks to be told of answers', () => {
  test('until the last walk is through', async () => {
    const { ask, run, scripts } = await createMutable()
    expect(scripts.hasAny).toBe(false)
    run({ times: 2, steps: [{ after: 2, insert: 1 }] })
    const asked = [1, 1, 2].map((number) => {
      ask(page(number))
      return scripts.hasAny
    })
    expect(asked).toEqual([true, true, false])
    expect(scripts.state(1)?.log).toHaveLength(1)
  })

  test.each([
    ['the script is stopped', 'stop', 1],
    ['all scripts are stopped', 'stop', undefined],
    ['the user is forgotten', 'forget', 1],
  ] as const)('until %s', async (_, name, userId) => {
    const { ask, idsOf, run, scripts } = await createMutable()
    run({ steps: [{ after: 1, insert: 1 }] })
    if (userId === undefined) scripts.stop()
    else scripts[name](userId)
    ask(page(1))
    expect([scripts.hasAny, scripts.state(1), idsOf().length]).toEqual([false, undefined, 12])
  })

  test('again when another script takes the place', async () => {
    const { ask, log, run } = await createMutable()
    run({ steps: [{ after: 1, insert: 1 }] })
    ask(page(1))
    run({ steps: [{ after: 1, delete: { oldest: 1 } }] })
    ask(page(1))
    expect(log()).toMatchObject([{ walk: 1, deleted: [1] }])
  })
})
