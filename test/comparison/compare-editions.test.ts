import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareEditions, type CompareOptions } from '../../src/comparison/compare-editions.ts'
import { type Mock, startMock } from '../../src/index.ts'
import { answerFrom, rowOf, rowsOf, startApi } from './hostile.ts'

const fixtures = [
  'demo',
  'documented',
  'empty',
  'one',
  'fourteen',
  'fifteen',
  'sixteen',
  'thirty',
  'ties',
  'nulls',
  'unicode',
  'long',
]
const combined = { pageEdition: 'combined', cursorEdition: 'combined' } as const

type Holder = { readonly url: string; token(): string }

const compare = (holder: Holder, options?: CompareOptions) =>
  compareEditions({ url: holder.url, tokenForPage: holder.token() }, options)

describe.each(['id', 'created_at'] as const)(
  'in the order of %s a mock gives the same',
  (order) => {
    test.each(fixtures)('of the fixture %s', async (dataset) => {
      await using mock = await startMock({ dataset, order })
      // Some variables of this fixture break the contract, so the answers need the header of a
      // fault.
      if (dataset === 'unicode')
        await mock.faults.arm({ effect: { type: 'delay', milliseconds: 0 } })
      const total = await mock.conversations.count()
      for (const perPage of [1, 7, 15, 100]) {
        const { same, rows, note } = await compare(mock, { perPage })
        expect({ same, rows, note }).toEqual({
          same: true,
          rows: { page: total, cursor: total },
          note: null,
        })
      }
    })

    test('with every filter', async () => {
      await using mock = await startMock({ dataset: 'demo', order })
      const conversations = await mock.conversations.list()
      const identifiers = conversations.flatMap(
        ({ type, external_identifier }) => (type === 'api' && external_identifier) || [],
      )
      const whatsapp = conversations.find(({ type }) => type === 'whatsapp')
      const filters: CompareOptions['filters'][] = [
        ...['test', 'widget', 'whatsapp', 'api'].map((type) => ({ type })),
        { assistant_id: conversations[0]?.assistant_id ?? 0 },
        { type: 'widget', assistant_id: conversations[0]?.assistant_id ?? 0 },
        { date_from: '2025-01-20' },
        { date_from: '2025-01-10', date_to: '2025-01-20', type: 'widget' },
        { customer_phone: whatsapp?.customer_phone ?? '' },
        { whatsapp_sender_phone: whatsapp?.whatsapp_sender_phone ?? '' },
        { external_identifier: identifiers[0] ?? '' },
        { external_identifier: '%_" &#+' },
      ]
      for (const filter of filters) {
        const { same, rows } = await compare(mock, {
          ...combined,
          filters: filter ?? {},
          perPage: 3,
        })
        expect({ same, rows }).toEqual({
          same: true,
          rows: {
            page: await mock.conversations.count(filter),
            cursor: await mock.conversations.count(filter),
          },
        })
      }
    })
  },
)

describe('a mock gives the same', () => {
  // compare-editions.full.test.ts tests more rows.
  test('of 2,000 rows', async () => {
    await using mock = await startMock({ generate: 2000 })
    expect(await compare(mock)).toMatchObject({
      same: true,
      rows: { page: 2000, cursor: 2000 },
      requests: { page: 20, cursor: 20 },
      note: null,
    })
  })

  test.each(['nicecall', 'aiployees', 'combined'] as const)(
    'in %s as in the others',
    async (pageEdition) => {
      await using mock = await startMock({
        dataset: 'thirty',
        urls: 'withQueryString',
        cursorKeys: 7,
        edition: 'aiployees',
      })
      for (const cursorEdition of ['autocalls', 'combined'] as const) {
        expect(
          await compare(mock, { pageEdition, cursorEdition, filters: { type: 'widget' } }),
        ).toMatchObject({
          same: true,
          editions: { page: pageEdition, cursor: cursorEdition },
        })
      }
    },
  )

  test('by a token of each generation', async () => {
    await using mock = await startMock({ dataset: 'thirty' })
    const place = {
      url: mock.url,
      tokenForPage: mock.token('nicecall'),
      tokenForCursor: mock.token('autocalls'),
    }
    expect(await compareEditions(place, { perPage: 10 })).toMatchObject({
      same: true,
      requests: { page: 3, cursor: 3 },
    })
    const editions = (await mock.requests.list()).map(({ edition }) => edition)
    expect(new Set(editions)).toEqual(new Set(['nicecall', 'autocalls']))
  })

  test('to a user of its own', async () => {
    await using mock = await startMock({ dataset: 'thirty' })
    await using user = await mock.createUser({ editions: ['autocalls'], dataset: { generate: 9 } })
    expect(await compare(user)).toMatchObject({ same: true, rows: { page: 9, cursor: 9 } })
  })

  test('behind a limit, when it has waited', async () => {
    await using mock = await startMock({ dataset: 'thirty' })
    await mock.faults.arm({
      match: { every: 2 },
      times: 1,
      effect: { type: 'rate_limit', retry_after: 1 },
    })
    expect(await compare(mock)).toMatchObject({ same: true, requests: { page: 1, cursor: 2 } })
  })

  test('at a URL with the path of the API', async () => {
    await using mock = await startMock({ dataset: 'one' })
    for (const path of ['/', '/api', '/api/', '/api/user/conversations', '/?x=1'])
      expect(
        await compareEditions({ url: mock.url + path, tokenForPage: mock.token() }),
      ).toMatchObject({ same: true })
  })
})

test('names its walks, each by itself', async () => {
  await using mock = await startMock({ dataset: 'thirty' })
  await compare(mock, { perPage: 10 })
  await compare(mock, { perPage: 10 })
  const names = (await mock.requests.list()).map(({ correlation }) => correlation ?? '')
  expect(names).toHaveLength(12)
  expect(new Set(names).size).toBe(4)
  for (const name of names) expect(name).toMatch(/^compare-(?:page|cursor)-[\da-f]{8}$/)
})

describe('what makes a difference', () => {
  let mock: Mock
  beforeAll(async () => {
    mock = await startMock({ dataset: 'thirty' })
  })
  afterAll(() => mock.close())

  test('are rows that come in meanwhile', async () => {
    await using user = await mock.createUser({ dataset: { generate: 30 } })
    const before = (await user.conversations.list()).map(({ uuid }) => uuid)
    await user.script.run({ steps: [{ after: 1, insert: 2 }] })
    const { same, first_difference, only_in_cursor, duplicated_in_page, note } = await compare(
      user,
      { perPage: 10 },
    )
    expect(same).toBe(false)
    expect(first_difference).toMatchObject({
      kind: 'missing_in_page',
      index: 0,
      page: { id: before[0] },
    })
    expect(only_in_cursor.count).toBe(2)
    expect(duplicated_in_page).toEqual({ count: 2, ids: before.slice(8, 10) })
    expect(note).toMatch('the total changed while the pages were walked (30, 32)')
  })

  test('are rows that go meanwhile', async () => {
    await using user = await mock.createUser({ dataset: { generate: 30 } })
    await user.script.run({ steps: [{ after: 2, delete: { newest: 3 } }] })
    const { same, only_in_cursor, note } = await compare(user, { perPage: 10 })
    expect({ same, missed: only_in_cursor.count }).toEqual({ same: false, missed: 3 })
    expect(note).toMatch('(30, 27)')
  })

  test('are rows that change meanwhile', async () => {
    await using user = await mock.createUser({ dataset: { generate: 3 } })
    await user.script.run({ steps: [{ after: 1, touch: { oldest: 1 } }] })
    const { first_difference } = await compare(user)
    expect(first_difference).toMatchObject({
      kind: 'field',
      index: 2,
      fields: [{ name: 'updated_at' }],
    })
  })

  test.each([
    [
      'short_page by page',
      { paginator: 'page', nth: 2 },
      { type: 'short_page', rows: 7 },
      'missing_in_page',
      17,
    ],
    [
      'empty_page by page',
      { paginator: 'page', nth: 2 },
      { type: 'empty_page' },
      'missing_in_page',
      10,
    ],
    [
      'duplicate_row by page',
      { paginator: 'page', nth: 2 },
      { type: 'duplicate_row' },
      'duplicated_in_page',
      11,
    ],
    [
      'repeat_cursor by page',
      { paginator: 'page', nth: 2 },
      { type: 'repeat_cursor' },
      'duplicated_in_page',
      20,
    ],
    [
      'repeat_cursor by cursor',
      { paginator: 'cursor', nth: 2 },
      { type: 'repeat_cursor' },
      'duplicated_in_cursor',
      20,
    ],
    [
      'duplicate_row by cursor',
      { paginator: 'cursor', nth: 3 },
      { type: 'duplicate_row' },
      'duplicated_in_cursor',
      21,
    ],
  ] as const)('is %s', async (_title, match, effect, kind, index) => {
    await using user = await mock.createUser({ dataset: { generate: 30 } })
    await user.faults.arm({ match, effect })
    expect(await compare(user, { perPage: 10 })).toMatchObject({
      same: false,
      first_difference: { kind, index },
    })
  })

  test('is not short_page or empty_page by cursor, which lose no row', async () => {
    await using user = await mock.createUser({ dataset: { generate: 30 } })
    await user.faults.arm({
      match: { paginator: 'cursor', nth: 2 },
      effect: { type: 'short_page', rows: 3 },
    })
    await user.faults.arm({
      match: { paginator: 'cursor', nth: 3 },
      effect: { type: 'empty_page' },
    })
    expect(await compare(user, { perPage: 10 })).toMatchObject({
      same: true,
      requests: { page: 3, cursor: 5 },
    })
  })

  test('is noted of a total that drifts', async () => {
    await using user = await mock.createUser({ dataset: { generate: 30 } })
    await user.faults.arm({ effect: { type: 'count_drift', by: 3 } })
    expect((await compare(user, { perPage: 10 })).note).toMatch('the total changed')
  })

  test.each(['page', 'cursor'] as const)(
    'is none while %s pages lead to themselves: there is no end',
    async (paginator) => {
      await using user = await mock.createUser({ dataset: { generate: 30 } })
      await user.faults.arm({ match: { paginator }, effect: { type: 'repeat_cursor' } })
      await expect(compare(user, { perPage: 10 })).rejects.toThrow(
        'where the walk was 4 times before: a client that follows it never ends',
      )
    },
  )
})

describe('an API that is no mock', () => {
  const rows = rowsOf('a b c d e')
  const two = { tokenForPage: 'one', tokenForCursor: 'other' }

  test.each([
    ['the same', rows, null],
    ['another order', rowsOf('a c b d e'), { kind: 'order', index: 1 }],
    ['a row less', rowsOf('a b d e'), { kind: 'missing_in_cursor', index: 2 }],
    ['a row more', rowsOf('a b c d e f'), { kind: 'missing_in_page', index: 5 }],
    ['a row twice', rowsOf('a b c c d e'), { kind: 'duplicated_in_cursor', index: 3 }],
    [
      'another value',
      [...rowsOf('a b c d'), { ...rowOf('e'), total_cost: '0.0040' }],
      { kind: 'field', index: 4 },
    ],
    ['more fields', rows.map((row) => ({ ...row, variables: { x: 1 }, customer: null })), null],
  ])('may give %s by cursor', async (_title, cursor, expected) => {
    await using api = await startApi(answerFrom({ page: rows, cursor }))
    const { same, first_difference } = await compareEditions(
      { url: api.url, ...two },
      { perPage: 2 },
    )
    expect(same).toBe(expected === null)
    if (expected) expect(first_difference).toMatchObject(expected)
    else expect(first_difference).toBeNull()
  })

  test('is asked with the token of each walk, and told which was refused', async () => {
    const answer = answerFrom({ page: rows, cursor: rows })
    await using api = await startApi((asked) =>
      asked.headers.authorization === 'Bearer one'
        ? answer(asked)
        : { status: 401, body: { message: 'Unauthenticated.' } },
    )
    await expect(compareEditions({ url: api.url, ...two })).rejects.toThrow(
      'answers 401 (Unauthenticated.); check --cursor-token',
    )
    expect(api.asked.map(({ headers }) => headers['prefer'])).toEqual([undefined, undefined])
  })

  test('needs two tokens', async () => {
    await using api = await startApi(({ query }) => ({
      ...answerFrom({ page: rows, cursor: rows })({ query, headers: {}, path: '' }),
      headers: { 'Preference-Applied': '' },
    }))
    await expect(compareEditions({ url: api.url, tokenForPage: 'one' })).rejects.toThrow(
      'with --page-token and --cursor-token',
    )
  })
})

const filter = (name: string) => ({ filters: { [name]: '1' } })

describe('options are refused before anything is asked:', () => {
  const both = 'compare with --page-edition combined --cursor-edition combined'

  test.each<[string, CompareOptions, string]>([
    [
      'a filter of the cursor generation',
      filter('customer_phone'),
      `nicecall does not document the filter customer_phone and would list`,
    ],
    [
      'a filter of the page generation',
      filter('date_from'),
      `autocalls does not document the filter date_from and would list`,
    ],
    ['one that one of two editions knows', { ...filter('date_to'), pageEdition: 'combined' }, both],
    [
      'an unknown filter',
      filter('status'),
      'no edition documents the filter status; there are type, assistant_id, date_from',
    ],
    ['the name of a method', filter('toString'), 'no edition documents the filter toString'],
    [
      'a page',
      filter('page'),
      'page is no filter: the walks page by themselves; their size is --per-page',
    ],
    ['a cursor', filter('cursor'), 'cursor is no filter'],
    ['per_page', filter('per_page'), 'per_page is no filter'],
    ['per_page 0', { perPage: 0 }, 'per_page must be a whole number from 1 to 100'],
    ['per_page 101', { perPage: 101 }, 'per_page must be a whole number from 1 to 100'],
    ['per_page 1.5', { perPage: 1.5 }, 'per_page must be a whole number from 1 to 100'],
    [
      'an edition that pages otherwise',
      { pageEdition: 'autocalls' },
      '--page-edition is one of nicecall, aiployees, combined',
    ],
    [
      'an edition without cursor',
      { cursorEdition: 'nicecall' },
      'nicecall does not page by cursor; --cursor-edition is one of autocalls, combined',
    ],
  ])('%s', async (_title, options, message) => {
    const failure = compareEditions({ url: 'http://127.0.0.1:9', tokenForPage: 'x' }, options)
    await expect(failure).rejects.toMatchObject({
      name: 'ComparisonError',
      message: expect.stringContaining(message),
    })
  })

  test.each(['localhost:4080', 'nowhere', '', 'ftp://localhost', 'http://me:secret@localhost'])(
    'the URL %j',
    async (url) => {
      await expect(compareEditions({ url, tokenForPage: 'x' })).rejects.toThrow(
        'is no URL to ask; give one such as http://localhost:4080',
      )
    },
  )

  test.each(['', 'a b', 'a\nb', 'schlüssel'])(
    'the token %j, which is not repeated',
    async (token) => {
      const failure = compareEditions({
        url: 'http://127.0.0.1:9',
        tokenForPage: 'x',
        tokenForCursor: token,
      })
      await expect(failure).rejects.toThrow(
        /^--cursor-token must be visible ASCII characters, as a header carries them$/,
      )
    },
  )
})
