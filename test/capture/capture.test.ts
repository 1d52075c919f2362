import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { captureList } from '../../src/capture/capture-list.ts'
import { editionNames, type EditionName } from '../../src/editions.ts'
import { capture, type CaptureOptions, type Mock, startMock } from '../../src/index.ts'
import { openLiveApi } from '../../src/live/live-api.ts'
import { requestDirectly } from '../../src/transport/direct.ts'
import { answerFrom, rowsOf, startApi } from '../comparison/hostile.ts'
import { isTelling, textsOf, toRows } from './leaks.ts'
import { createRows } from './texts.ts'

const token = 'a-token-of-this-api'

const Body = z.looseObject({
  data: z.array(z.record(z.string(), z.unknown())),
  next_cursor: z.string().nullish(),
})

const STAYING = new Set(['type', 'created_at', 'updated_at', 'message_count', 'total_cost'])

/** A row without the texts that a capture replaces. */
const shapeOf = (row: Record<string, unknown>): unknown[] =>
  Object.entries(row).map(([name, value]) => [
    name,
    STAYING.has(name) ? value : value === null || typeof value,
  ])

/** The bodies of a walk, without the texts and the numbers that a capture replaces. */
async function shapesOf(mock: Mock, edition: EditionName, query = 'per_page=7') {
  const shapes: unknown[] = []
  let next: string | null = `per_page=7`
  while (next !== null) {
    // Uses no fetch(), because the contract lacks some variables of the fixtures.
    const response = await requestDirectly(`${mock.url}/api/user/conversations?${query}&${next}`, {
      headers: { Authorization: `Bearer ${mock.token(edition)}`, Accept: 'application/json' },
    })
    const {
      data,
      next_cursor: cursor,
      ...body
    } = Body.parse(JSON.parse((await response.text()) ?? ''))
    shapes.push({
      rows: data.map(shapeOf),
      numbers: [body['total'], body['last_page'], body['from'], body['to'], body['per_page']],
      keys: Object.keys(body),
    })
    if (edition === 'autocalls') next = typeof cursor === 'string' ? `cursor=${cursor}` : null
    else next = body['next_page_url'] === null ? null : `page=${shapes.length + 1}`
  }
  return shapes
}

const captureOf = (mock: Mock, edition: EditionName, more: Partial<CaptureOptions> = {}) =>
  capture({ live: mock.url, token: mock.token(edition), ...more })

const SALT = 'a secret of these tests alone'

describe('a captured list', () => {
  test.each(editionNames)('has the same pages, order and totals at %s', async (edition) => {
    await using live = await startMock({ dataset: 'demo' })
    const { dataset, leaks } = await captureOf(live, edition)
    expect(leaks).toEqual([])
    await using mock = await startMock({ dataset })
    expect(await shapesOf(mock, edition)).toEqual(await shapesOf(live, edition))
    await using ordered = await startMock({ dataset, order: 'created_at' })
    expect(await shapesOf(ordered, edition)).toEqual(await shapesOf(live, edition))
  })

  test.each(['empty', 'one', 'ties', 'nulls', 'unicode', 'long'])(
    'of the fixture %s has them too',
    async (name) => {
      await using live = await startMock({ dataset: name })
      for (const edition of ['autocalls', 'nicecall'] as const) {
        const { dataset } = await captureOf(live, edition)
        await using mock = await startMock({ dataset })
        expect(await shapesOf(mock, edition)).toEqual(await shapesOf(live, edition))
      }
    },
  )

  test('has the rows that the filters leave', async () => {
    await using live = await startMock()
    const { dataset } = await captureOf(live, 'autocalls', { filters: { type: 'whatsapp' } })
    expect(dataset.conversations.every(({ type }) => type === 'whatsapp')).toBe(true)
    expect(dataset.conversations).toHaveLength(await live.conversations.count({ type: 'whatsapp' }))
    expect(dataset.captured).toMatchObject({ complete: true, filters: ['type'], kept: [] })
  })

  test('has as many rows as are wanted, and says that there are more', async () => {
    await using live = await startMock({ generate: 150 })
    for (const [rows, edition] of [
      [10, 'nicecall'],
      [120, 'nicecall'],
      [120, 'autocalls'],
    ] as const) {
      const { dataset } = await captureOf(live, edition, { rows })
      const total = edition === 'nicecall' ? 150 : null
      expect(dataset.captured).toMatchObject({ rows, total, complete: false })
      expect(dataset.conversations).toHaveLength(rows)
    }
  })

  test('notes the kinds that were kept', async () => {
    await using live = await startMock()
    const { dataset } = await captureOf(live, 'autocalls', { keep: ['names', 'uuids'] })
    expect(dataset.captured.kept).toEqual(['names', 'uuids'])
    const [row] = await live.conversations.list({ type: 'whatsapp' })
    const kept = dataset.conversations.find(({ uuid }) => uuid === row?.uuid)
    expect(kept?.customer_name).toBe(row?.customer_name)
    expect(kept?.customer_phone).not.toBe(row?.customer_phone)
  })

  test('is the same with the same salt, and another without', async () => {
    await using live = await startMock()
    const salt = 'sixteen characters'
    const texts = []
    for (const one of [{ salt }, { salt }, {}, {}])
      texts.push(JSON.stringify((await captureOf(live, 'nicecall', one)).dataset))
    expect(texts[0]).toBe(texts[1])
    expect(new Set(texts).size).toBe(3)
    await expect(captureOf(live, 'nicecall', { salt: 'short' })).rejects.toThrow(
      'the salt has 5 characters',
    )
  })

  test.each([11, 12, 13])(
    'holds no original text, link, cursor or token (seed %i)',
    async (seed) => {
      const rows = createRows(seed, 250)
      await using api = await startApi(answerFrom({ page: [], cursor: rows }))
      const { text, leaks } = await captureList({
        api: openLiveApi({ url: api.url, token, option: '--live' }),
      })
      expect(leaks).toEqual([])
      const strings: string[] = []
      JSON.parse(text, (name, value: unknown) => {
        if (typeof value === 'string' && !/_at$|^type$/.test(name)) strings.push(value)
        strings.push(...(name.includes('@') ? [name] : []))
        return value
      })
      const all = strings.join('\u0000').toLowerCase()
      const originals = new Set(textsOf(toRows(rows)).filter(isTelling))
      expect([...originals].filter((one) => all.includes(one.trim().toLowerCase()))).toEqual([])
      expect(text.includes(api.url) || /_url"|_cursor"/.test(text)).toBe(false)
      expect(text.includes(token)).toBe(false)
    },
  )

  test('is of rows that come twice, once', async () => {
    let requests = 0
    await using api = await startApi(({ query }) => {
      requests++
      const page = Number(query.get('page') ?? 1)
      const data = page === 1 ? rowsOf('a b c') : rowsOf('c d')
      return {
        body: {
          current_page: page,
          data,
          next_page_url: page === 1 ? '/?page=2' : null,
          total: 3 + page,
        },
      }
    })
    const { dataset, repeated, totals } = await captureList({
      api: openLiveApi({ url: api.url, token, option: '--live' }),
    })
    expect([requests, dataset.conversations.length, repeated, totals]).toEqual([2, 4, 1, [4, 5]])
  })

  test('goes on after an interruption, with the same replacements', async () => {
    await using live = await startMock({ generate: 350 })
    const api = (requests: number) =>
      openLiveApi({
        url: live.url,
        token: live.token('autocalls'),
        option: '--live',
        budget: { requests, milliseconds: Infinity },
      })
    const first = await captureList({ api: api(2), salt: SALT })
    expect(first.failure?.message).toContain('would be more than 2 requests')
    expect(first.dataset.captured).toMatchObject({ rows: 200, complete: false })
    if (!first.interruption) throw new Error('there is nothing to go on with')
    const second = await captureList({
      api: api(9),
      salt: SALT,
      resume: { dataset: first.dataset, interruption: first.interruption },
    })
    expect(second.failure).toBeUndefined()
    expect(second.interruption).toBeUndefined()
    expect(second.dataset.captured).toMatchObject({ rows: 350, complete: true })
    const whole = await captureList({
      api: api(9),
      salt: SALT,
      resume: {
        dataset: { ...first.dataset, conversations: [] },
        interruption: { ...first.interruption, next: {} },
      },
    })
    const uuids = (dataset: typeof whole.dataset) => dataset.conversations.map(({ uuid }) => uuid)
    expect(uuids(second.dataset)).toEqual(uuids(whole.dataset))
  })
})

describe('a server that is hostile ends the capture with a sentence:', () => {
  const row = rowsOf('a')[0]
  test.each<[string, Parameters<typeof startApi>[0], string]>([
    [
      'HTML',
      () => ({ body: '<html>', headers: { 'Content-Type': 'text/html' } }),
      '"text/html" that is no JSON',
    ],
    ['broken JSON', () => ({ body: '{"data":[' }), 'that is no JSON'],
    ['other JSON', () => ({ body: [1] }), 'is no list of conversations'],
    ['401', () => ({ status: 401 }), 'is 401; check the token'],
    [
      'a 422',
      () => ({ status: 422, body: { message: 'no' } }),
      'is 422 ("no"); correct the filters',
    ],
    [
      'a redirect',
      () => ({ status: 302, headers: { Location: 'http://evil/' } }),
      'leads to "http://evil/"',
    ],
    ['a 500', () => ({ status: 500 }), 'is 500; try again'],
    [
      'rows of something else',
      () => ({ body: { data: [{ id: 'x' }], next_cursor: null } }),
      'row 1 of the list is no conversation: type is not as documented',
    ],
    [
      'a row without a time',
      () => ({ body: { data: [{ ...row, created_at: 'secret' }] } }),
      'created_at is no date and time',
    ],
    [
      'a number that is too large',
      () => ({ body: { data: [{ ...row, message_count: 1e300 }] } }),
      'row 1 of the list has message_count that no dataset can hold',
    ],
    [
      'a circle',
      () => ({ body: { data: [row], next_cursor: 'x' } }),
      'leads back to where the walk was',
    ],
    [
      'only empty pages',
      ({ query }) => ({
        body: { data: [], current_page: Number(query.get('page') ?? 1), next_page_url: 'x' },
      }),
      '3 empty pages in a row',
    ],
  ])('%s', async (_, answer, message) => {
    await using api = await startApi(answer)
    const failure = capture({ live: api.url, token }).catch((error: unknown) => String(error))
    expect(await failure).toContain(message)
    expect(await failure).not.toMatch(new RegExp(`secret|${token}`))
  })

  test('nothing that came before is lost', async () => {
    await using api = await startApi(({ query }) =>
      query.has('cursor') ? { status: 500 } : { body: { data: rowsOf('a b'), next_cursor: 'x' } },
    )
    const { dataset, failure, interruption } = await captureList({
      api: openLiveApi({ url: api.url, token, option: '--live' }),
    })
    expect(dataset.conversations).toHaveLength(2)
    expect(failure?.message).toContain('is 500')
    expect(interruption).toMatchObject({ next: { cursor: 'x' } })
  })

  test('numbers as texts, other times and unknown fields are understood', async () => {
    const odd = {
      ...row,
      total_cost: '0.12000000',
      ai_enabled: 1,
      created_at: '2025-01-25T14:30:00.000000Z',
      type: 'sms',
      sentiment: 'good',
    }
    await using api = await startApi(() => ({ body: { data: [odd], next_cursor: null } }))
    const { dataset, losses } = await captureList({
      api: openLiveApi({ url: api.url, token, option: '--live' }),
    })
    expect(dataset.conversations[0]).toMatchObject({
      total_cost: 0.12,
      ai_enabled: true,
      created_at: '2025-01-25 14:30:00',
      type: 'widget',
    })
    expect([[...losses.types], [...losses.fields]]).toEqual([['"sms"'], ['sentiment']])
  })
})
