import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Conversation, parseDatasetText } from '../../src/dataset/dataset.ts'
import { readDataset } from '../../src/dataset/stream.ts'
import { encodeJson } from '../../src/php/json.ts'
import { formatDataset } from '../../src/dataset/text.ts'
import { fixtureNames, fixtureUrl } from '../../src/seed/fixtures.ts'
import { generateDataset, loadGenerator } from '../../src/seed/generator.ts'
import {
  assistant,
  chunksOf,
  partsOf,
  readWhole,
  refusalOf,
  sentenceOf,
  tables,
  withVariables,
} from './streaming.ts'

const files = [...fixtureNames.map(fixtureUrl), new URL('../golden/dataset.json', import.meta.url)]

describe.each(files.map((url) => url.pathname.replace(/^.*\//, '')))('%s', (name) => {
  const text = readFileSync(files.find((url) => url.pathname.endsWith(`/${name}`)) ?? '', 'utf8')

  test.each([1, 7, 1021, 2 ** 24])(
    'has the rows of the whole text in chunks of %i bytes',
    async (size) => {
      expect(await readWhole(text, size)).toEqual(parseDatasetText(text, name))
    },
  )
})

describe('reads as the whole text is read', () => {
  test.each([
    [
      'integers beyond 2^53',
      '{"a":9007199254740993,"b":-9223372036854775808,"c":9223372036854775808}',
    ],
    ['integer keys out of order', '{"b":1,"10":2,"9":{"2":1,"1":2},"a":4}'],
    ['zero with a sign', '{"a":-0,"b":-0.0,"c":[-0]}'],
    [
      'escapes of every kind',
      String.raw`["\"\\\/\b\f\n\r\t\u0041\ud83d\ude00","\\","{[\"","]}\\\""]`,
    ],
    ['brackets and braces in texts', '{"}":"]","[":"{","é😀漢字":"\u2028"}'],
    ['white space between all', ' {\r\n\t"a" : [ 1 ,\n2 ] } '],
    ['a nesting as deep as it may be', `${'['.repeat(508)}${']'.repeat(508)}`],
  ])('%s', async (_, json) => {
    const text = withVariables(json)
    const expected = parseDatasetText(text, 'place')
    for (const size of [1, 2, 3, 5]) expect(await readWhole(text, size)).toEqual(expected)
    expect(encodeJson(expected.conversations[0]?.variables ?? null)).not.toBe('null')
  })

  test('tables in another order, as long as assistants come before conversations', async () => {
    const { users, tokens, assistants, conversations } = tables
    const text = JSON.stringify({ tokens, assistants, conversations, users })
    expect(await readWhole(text, 7)).toEqual(parseDatasetText(text, 'place'))
  })

  test('names of tables that are escaped', async () => {
    const text = JSON.stringify(tables).replace('"users"', String.raw`"\u0075sers"`)
    expect(await readWhole(text, 1)).toEqual(parseDatasetText(text, 'place'))
  })
})

describe('the rows of one user', () => {
  const { assistants, conversations } = tables

  test('need neither users nor tokens, and belong to no user yet', async () => {
    const text = JSON.stringify({
      assistants: [assistant, { id: 2, uuid: 'a2', name: '' }],
      conversations,
    })
    const whole = await readWhole(text, 5, 'rows')
    expect(whole.assistants.map(({ id, user_id }) => [id, user_id])).toEqual([
      [1, 0],
      [2, 0],
    ])
    expect(whole.conversations).toEqual(
      parseDatasetText(JSON.stringify(tables), 'place').conversations,
    )
  })

  test('may stand beside users and tokens, which are passed over', async () => {
    const text = JSON.stringify({
      users: [1, 'x'],
      tokens: [{ plain: 5 }],
      assistants,
      conversations,
    })
    const parts = await partsOf(text, 3, 'rows')
    expect(parts.map((part) => part.table)).toEqual(['assistants', 'conversations'])
  })

  test.each([
    [
      'users that are no list',
      { users: {}, assistants, conversations },
      'place: users must be an array',
    ],
    [
      'no assistants',
      { users: [] },
      'place: assistants is missing; it must be an array; conversations is missing; it must be an array',
    ],
    [
      'a conversation of no assistant',
      { assistants: [], conversations },
      'place: conversations[0].assistant_id names 1, which does not exist; add it or correct the reference',
    ],
    [
      'assistants of one id',
      { assistants: [assistant, assistant], conversations },
      'place: assistants[1].id is already used by assistants[0]; it must be unique; assistants[1].uuid is already used by assistants[0]; it must be unique',
    ],
  ])('are refused with %s', async (_, value, message) => {
    expect(await refusalOf(JSON.stringify(value), 'rows')).toBe(message)
  })

  test('are refused with tokens that are not JSON', async () => {
    expect(await refusalOf('{"tokens":[{"a":\n01}]}', 'rows')).toBe(
      'place is not JSON: expected "," or "}" in line 2',
    )
  })
})

test('gives batches of one table with at most 50 rows, each with the index of its first', async () => {
  const text = [...formatDataset(await generateDataset({ count: 101, seed: 4 }))].join('')
  const parts = await partsOf(text, 65_536)
  expect(parts.map(({ table, first, rows }) => [table, first, rows.length])).toEqual([
    ['users', 0, 1],
    ['tokens', 0, 4],
    ['assistants', 0, 3],
    ['conversations', 0, 50],
    ['conversations', 50, 50],
    ['conversations', 100, 1],
  ])
})

test('gives the batches before a fault', async () => {
  const dataset = await generateDataset({ count: 70, seed: 4 })
  for (const conversation of dataset.conversations.slice(60)) conversation.assistant_id = 9
  const received: number[] = []
  const reading = async (): Promise<void> => {
    const chunks = chunksOf([...formatDataset(dataset)].join(''), 999)
    for await (const { table, rows } of readDataset(chunks, { name: 'place', tables: 'all' })) {
      if (table === 'conversations') received.push(rows.length)
    }
  }
  await expect(reading()).rejects.toThrow('place: conversations[60].assistant_id names 9')
  expect(received).toEqual([50])
})

test.each([
  { title: 'nobody wants more', limit: 1, text: JSON.stringify(tables) },
  { title: 'the text is refused', limit: Infinity, text: `5${' '.repeat(100)}` },
])('closes its source when $title', async ({ limit, text }) => {
  let isClosed = false
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunksOf(text, 10)
    } finally {
      isClosed = true
    }
  }
  let count = 0
  const reading = async (): Promise<void> => {
    for await (const _ of readDataset(chunks(), { name: 'place', tables: 'all' }))
      if (++count === limit) return
  }
  await reading().catch(sentenceOf)
  expect(isClosed).toBe(true)
})

test('reads 10,000 rows in small chunks and keeps hold of one batch', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const generator = await loadGenerator({ count: 10_000, seed: 6 })
  const made = { count: 0, sum: 0 }
  const read = { count: 0, sum: 0 }

  function* conversations(): Generator<Conversation> {
    for (const conversation of generator.conversations()) {
      add(made, conversation)
      yield conversation
    }
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const text of formatDataset({ ...generator, conversations: conversations() }))
      yield* chunksOf(text, 251)
  }

  const batches: WeakRef<object>[] = []
  const held: number[] = []
  let furthestAhead = 0
  for await (const { table, rows } of readDataset(chunks(), { name: 'place', tables: 'all' })) {
    if (table !== 'conversations') continue
    for (const conversation of rows) add(read, conversation)
    furthestAhead = Math.max(furthestAhead, made.count - read.count)
    batches.push(new WeakRef(rows))
    if (batches.length % 50 !== 0) continue
    await setImmediate()
    collectGarbage()
    held.push(batches.filter((batch) => batch.deref() !== undefined).length)
  }
  expect(read).toEqual(made)
  expect(read.count).toBe(10_000)
  expect(furthestAhead).toBeLessThanOrEqual(1)
  expect(held.map((count) => count <= 2)).toEqual([true, true, true, true])
})

function add(to: { count: number; sum: number }, { variables, ...fields }: Conversation): void {
  to.count++
  to.sum = crc32(Object.values(fields).join() + encodeJson(variables), to.sum)
}
