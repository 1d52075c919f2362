import { describe, expect, test } from 'vitest'
import { compareLists } from '../../src/comparison/compare.ts'
import type { Row } from '../../src/comparison/list.ts'
import type { Portion } from '../../src/comparison/reader.ts'
import { rowOf, rowsOf } from './hostile.ts'

const none = { count: 0, ids: [] }

type Options = { readonly size?: number; readonly totals?: readonly number[] }

async function* portionsOf(
  name: string,
  rows: readonly Row[],
  { size = 3, totals = [] }: Options = {},
): AsyncGenerator<Portion> {
  for (let start = 0; start === 0 || start < rows.length; start += size)
    yield {
      url: `${name}/${start / size}`,
      rows: rows.slice(start, start + size),
      total: totals[start / size],
      requests: 1,
    }
}

const compare = (page: readonly Row[], cursor: readonly Row[], options: Options = {}) =>
  compareLists({
    page: portionsOf('page', page, options),
    cursor: portionsOf('cursor', cursor, { size: options.size ?? 3 }),
  })

describe('the same rows', () => {
  test('are the same', async () => {
    expect(await compare(rowsOf('a b c d'), rowsOf('a b c d'))).toEqual({
      same: true,
      rows: { page: 4, cursor: 4 },
      requests: { page: 2, cursor: 2 },
      first_difference: null,
      only_in_page: none,
      only_in_cursor: none,
      duplicated_in_page: none,
      duplicated_in_cursor: none,
      note: null,
    })
  })

  test('are the same in portions of other sizes, and empty ones between them', async () => {
    const rows = rowsOf('a b c d e')
    async function* cursor(): AsyncGenerator<Portion> {
      for (const part of [[], rows.slice(0, 4), [], [], rows.slice(4), []])
        yield { url: '', rows: part, total: undefined, requests: 2 }
    }
    const { same, requests } = await compareLists({
      page: portionsOf('page', rows),
      cursor: cursor(),
    })
    expect({ same, requests }).toEqual({ same: true, requests: { page: 2, cursor: 12 } })
  })

  test('are the same when there are none', async () => {
    expect(await compare([], [])).toMatchObject({ same: true, rows: { page: 0, cursor: 0 } })
  })

  test('are told when both give them twice', async () => {
    const twice = { count: 1, ids: ['a'] }
    expect(await compare(rowsOf('a b a'), rowsOf('a b a'))).toMatchObject({
      same: true,
      duplicated_in_page: twice,
      duplicated_in_cursor: twice,
    })
  })
})

describe('the first difference', () => {
  test.each([
    ['rows in another order', 'a b c d', 'a c b d', 'order', 1, ['b', 'c']],
    ['the whole in another order', 'a b c d', 'd c b a', 'order', 0, ['a', 'd']],
    ['a row that the cursor walk misses', 'a b c', 'a c', 'missing_in_cursor', 1, ['b', 'c']],
    ['a row that the page walk misses', 'a c', 'a b c', 'missing_in_page', 1, ['c', 'b']],
    ['a last row that the cursor walk misses', 'a b', 'a', 'missing_in_cursor', 1, ['b', null]],
    ['a last row that the page walk misses', 'a', 'a b', 'missing_in_page', 1, [null, 'b']],
    ['an empty cursor walk', 'a b', '', 'missing_in_cursor', 0, ['a', null]],
    ['other rows', 'a', 'b', 'missing_in_cursor', 0, ['a', 'b']],
    ['a row twice by page', 'a b b c', 'a b c', 'duplicated_in_page', 2, ['b', 'c']],
    ['a row twice by cursor', 'a b c', 'a b a c', 'duplicated_in_cursor', 2, ['c', 'a']],
    ['a row again at the end', 'a b c', 'a b c a', 'duplicated_in_cursor', 3, [null, 'a']],
    ['a row that moved up in one', 'a b c d', 'd a b c', 'order', 0, ['a', 'd']],
  ] as const)('is %s', async (_title, page, cursor, kind, index, [pageId, cursorId]) => {
    const { same, first_difference } = await compare(rowsOf(page), rowsOf(cursor))
    expect(same).toBe(false)
    expect(first_difference).toEqual({
      kind,
      index,
      page: pageId && rowOf(pageId),
      cursor: cursorId && rowOf(cursorId),
      requests: {
        page: expect.stringMatching(/^page\/\d$/),
        cursor: expect.stringMatching(/^cursor\/\d$/),
      },
    })
  })

  test('names the requests that brought the rows, and the last one of a list that had ended', async () => {
    const { first_difference } = await compare(rowsOf('a b c d e f g'), rowsOf('a b c d'))
    expect(first_difference?.requests).toEqual({ page: 'page/1', cursor: 'cursor/1' })
  })

  test('is a field, before an order that parts later', async () => {
    const [a, ...others] = rowsOf('a b c')
    const changed = { ...rowOf('a'), total_cost: '0.004', updated_at: null }
    const { first_difference } = await compare(
      [rowOf('a'), ...others],
      [changed, ...others.toReversed()],
    )
    expect(first_difference).toMatchObject({
      kind: 'field',
      index: 0,
      page: a,
      cursor: changed,
      fields: [
        { name: 'total_cost', page: 0.004, cursor: '0.004' },
        { name: 'updated_at', page: '2025-01-25 14:45:22', cursor: null },
      ],
    })
  })

  test('is a field that one row has not, and none that both have not', async () => {
    const { type: _, assistant_name: __, ...bare } = rowOf('a')
    const { assistant_name: ___, ...fuller } = rowOf('a')
    const blank = { assistant_name: undefined, type: undefined }
    const { first_difference } = await compare([{ ...blank, ...bare }], [{ ...blank, ...fuller }])
    expect(first_difference?.fields).toEqual([{ name: 'type', page: undefined, cursor: 'widget' }])
  })

  test.each([
    'assistant_id',
    'assistant_name',
    'type',
    'message_count',
    'total_cost',
    'ai_enabled',
    'created_at',
    'updated_at',
  ] as const)('may be %s', async (name) => {
    const { first_difference } = await compare(rowsOf('a'), [{ ...rowOf('a'), [name]: 'other' }])
    expect(first_difference?.fields).toMatchObject([{ name }])
  })
})

test('an id that is a number for one walk and a text for the other is the same row', async () => {
  expect(await compare([{ ...rowOf('7'), id: 7 }], rowsOf('7'))).toMatchObject({
    first_difference: { kind: 'field', fields: [{ name: 'id', page: 7, cursor: '7' }] },
    only_in_page: none,
  })
})

describe('what is counted', () => {
  test('are rows of one walk only and rows that came again, each once', async () => {
    expect(await compare(rowsOf('a b b b c x y'), rowsOf('z c b a c'))).toMatchObject({
      only_in_page: { count: 2, ids: ['x', 'y'] },
      only_in_cursor: { count: 1, ids: ['z'] },
      duplicated_in_page: { count: 1, ids: ['b'] },
      duplicated_in_cursor: { count: 1, ids: ['c'] },
    })
  })

  test('are all rows, while the first hundred are named', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => rowOf(`id-${index}`))
    const { only_in_page } = await compare(rows, [], { size: 100 })
    expect(only_in_page.count).toBe(250)
    expect(only_in_page.ids).toEqual(rows.slice(0, 100).map(({ id }) => id))
  })
})

describe('the note', () => {
  test.each([
    [
      'is about a total that changed',
      [4, 5],
      /^the total changed while the pages were walked \(4, 5\)/,
    ],
    ['is about a total that changed and changed back', [4, 5, 4], /\(4, 5, 4\)/],
    [
      'is about a total that the pages do not hold',
      [8, 8],
      'the pages say that there are 8 rows in total, and held 7',
    ],
  ])('%s', async (_title, totals, expected) => {
    const { note } = await compare(rowsOf('a b c d e f g'), rowsOf('a b c d e f g'), { totals })
    expect(note).toMatch(expected)
  })

  test.each([
    ['the total stays', [7, 7, 7]],
    ['there is no total', []],
  ])('is missing where %s', async (_title, totals) => {
    expect(
      (await compare(rowsOf('a b c d e f g'), rowsOf('a b c d e f g'), { totals })).note,
    ).toBeNull()
  })
})

test('asks for the pages of both walks in turn, and for none too early', async () => {
  const asked: string[] = []
  async function* watched(name: string): AsyncGenerator<Portion> {
    for await (const portion of portionsOf(name, rowsOf('a b c d e'), { size: 2 })) {
      asked.push(portion.url)
      yield portion
    }
  }
  await compareLists({ page: watched('page'), cursor: watched('cursor') })
  expect(asked).toEqual(['page/0', 'cursor/0', 'page/1', 'cursor/1', 'page/2', 'cursor/2'])
})
