// What one mock answers is a dataset for another, which then answers the same.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type EditionName, editions } from '../../src/editions.ts'
import { type Mock, type Options, startMock } from '../../src/index.ts'
import { call } from '../admin/calls.ts'

const folder = mkdtempSync(join(tmpdir(), 'lists-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const Body = z.looseObject({
  data: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  last_page: z.int().optional(),
})

/** Without the contract, which is narrower than the golden rows. */
async function get(mock: Mock, edition: EditionName, query: string): Promise<string> {
  const headers = { Authorization: `Bearer ${mock.token(edition)}` }
  return (await call(mock, { path: `/api/user/conversations?${query}`, headers, hasToken: false }))
    .text
}

/** The bodies of a walk, with what depends on the port taken out. */
async function walk(mock: Mock, edition: EditionName, perPage: number): Promise<string[]> {
  const isByPage = editions[edition].paginator === 'page'
  const texts: string[] = []
  for (let next: string | undefined = isByPage ? 'page=1' : 'cursor='; next !== undefined;) {
    const text = await get(mock, edition, `per_page=${perPage}&${next}`)
    texts.push(text)
    const { next_cursor: cursor, last_page: last = 1 } = Body.parse(JSON.parse(text))
    if (isByPage) next = texts.length < last ? `page=${texts.length + 1}` : undefined
    else next = cursor ? `cursor=${cursor}` : undefined
  }
  return texts
}

const asNames = (texts: readonly string[]): string[] =>
  texts.map((text, index) => {
    const file = join(folder, `answer-${index}.json`)
    writeFileSync(file, text)
    return file
  })

const settings: Options = { publicUrl: 'https://app.example.com' }
const golden = join(import.meta.dirname, '../golden/dataset.json')

describe.each<[EditionName, Options]>([
  ['nicecall', { dataset: 'demo' }],
  ['autocalls', { dataset: 'demo' }],
  ['combined', { dataset: 'demo' }],
  ['combined', { dataset: 'unicode' }],
  ['combined', { dataset: 'nulls' }],
  ['autocalls', { dataset: 'ties', order: 'created_at' }],
  ['autocalls', { dataset: 'long' }],
  ['nicecall', { dataset: 'empty' }],
  ['autocalls', { generate: 200, seed: 3 }],
  ['combined', { dataset: golden }],
])('%s of %j', (edition, options) => {
  test.each([7, 100])('is answered again, byte for byte, in pages of %i', async (perPage) => {
    const { dataset: _, generate: __, ...others } = options
    await using mock = await startMock({ ...settings, ...options, key: [`key=${edition}`] })
    const expected = await walk(mock, edition, perPage)
    await using fromFiles = await startMock({ ...settings, ...others, dataset: asNames(expected) })
    expect(await walk(fromFiles, edition, perPage)).toEqual(expected)
  })
})

const rowsOf = (text: string): unknown => Body.parse(JSON.parse(text)).data

describe('from code', () => {
  test.each(['bodies', 'rows', 'one body'])('%s are a dataset as well', async (kind) => {
    await using mock = await startMock(settings)
    const bodies: { data: [] }[] = JSON.parse(
      `[${(await walk(mock, 'combined', kind === 'one body' ? 100 : 9)).join()}]`,
    )
    const values = { bodies, rows: bodies.flatMap(({ data }) => data), 'one body': bodies[0] }
    await using other = await startMock({
      ...settings,
      dataset: new Map(Object.entries(values)).get(kind) ?? [],
    })
    expect((await walk(other, 'combined', 9)).map(rowsOf)).toEqual(
      (await walk(mock, 'combined', 9)).map(rowsOf),
    )
  })
})

const uuidsOf = async (mock: Mock): Promise<string[]> =>
  (await mock.conversations.list()).map(({ uuid }) => uuid)

describe('names', () => {
  const write = (name: string, value: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(value))
    return join(folder, name)
  }
  const listed = {
    assistant_id: 'a',
    assistant_name: 'A',
    type: 'test',
    message_count: 1,
    total_cost: 0,
    ai_enabled: true,
    created_at: '2025-01-25 14:30:00',
    updated_at: '2025-01-25 14:30:00',
  }

  test('are separated by commas, unless a file has that whole name', async () => {
    const [first, second] = [
      write('first.json', [{ ...listed, id: 'x' }]),
      write('second.json', { data: [{ ...listed, id: 'y' }] }),
    ]
    await using two = await startMock({ dataset: `${first}, ${second}` })
    expect(await uuidsOf(two)).toEqual(['x', 'y'])
    await using one = await startMock({ dataset: write('a,b.json', []) })
    expect(await one.conversations.count()).toBe(0)
  })

  test('of a fixture among others are refused', async () => {
    await expect(startMock({ dataset: [write('list.json', []), 'demo'] })).rejects.toThrow(
      'demo is not a list as the API answers it, and only such lists can be joined; give it alone',
    )
  })

  test.each([
    [
      'none.json',
      'cannot read the dataset none.json: there is no such file; give a file or one of demo',
    ],
    [folder, `cannot read the dataset ${folder}: it is a folder; name a file`],
  ])('of nothing to read are refused: %s', async (dataset, message) => {
    await expect(startMock({ dataset })).rejects.toThrow(message)
  })
})

test('a file in another encoding is refused by its name', async () => {
  const file = join(folder, 'utf16.json')
  writeFileSync(file, '\ufeff[]', 'utf16le')
  await expect(startMock({ dataset: file })).rejects.toThrow(
    `${file} is UTF-16 (little endian), not UTF-8`,
  )
  writeFileSync(file, '\ufeff[]')
  await using mock = await startMock({ dataset: file })
  expect(await mock.conversations.count()).toBe(0)
})

test('an inline dataset may begin with a byte order mark, and may be a list', async () => {
  await using mock = await startMock({ datasetJson: '\ufeff{"data":[]}' })
  expect(mock.tokens).toHaveLength(4)
})
