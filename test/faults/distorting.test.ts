import { describe, expect, test } from 'vitest'
import { type CursorPage, renderCursorPage } from '../../src/laravel/cursor.ts'
import type { Distortion } from '../../src/exchange/distortion.ts'
import { type Page, renderPage } from '../../src/laravel/page.ts'
import type { FaultInput } from '../../src/faults/fault.ts'
import { createFaults } from '../../src/faults/faults.ts'
import { arm, asking, requirePlan, plan } from './asking.ts'

const ROWS = String.raw`{"id":"a","v":{"x":"}\"{,\\"}},{"id":"b"}`
const url = 'http://app.example/list'

const page: Page = {
  items: ROWS,
  count: 2,
  page: 2n,
  perPage: 2,
  total: 6,
  path: url,
  urlStart: `${url}?page=`,
  linksNamePages: false,
}

const cursorPage: CursorPage = {
  items: ROWS,
  count: 2,
  path: url,
  perPage: 2,
  nextCursor: 'next',
  prevCursor: 'prev',
  urlStart: `${url}?cursor=`,
  keys: 7,
}

/** The distortion of the first list that an effect strikes. */
function distort(effect: FaultInput['effect'], query = ''): Distortion {
  const faults = createFaults()
  arm(faults, { effect })
  const { distortion } = requirePlan(faults, asking(query))
  if (!distortion) throw new Error(`${effect.type} does not distort`)
  return distortion
}

const combinedPage: Page = { ...page, cursors: { next: 'next', previous: 'prev' } }

const byPage = (effect: FaultInput['effect'], view = page): unknown =>
  JSON.parse(renderPage(distort(effect).page?.(view, 'here') ?? view))

const byCursor = (
  effect: FaultInput['effect'],
  here: string | null = 'here',
  view = cursorPage,
): unknown =>
  JSON.parse(renderCursorPage(distort(effect, 'cursor=').cursorPage?.(view, here) ?? view))

describe('repeat_cursor', () => {
  test('leads from a page to itself', () => {
    expect(byPage({ type: 'repeat_cursor' })).toMatchObject({
      current_page: 2,
      next_page_url: `${url}?page=2`,
      last_page: 3,
    })
  })

  test('leads from a page to itself by cursor too, where it has cursors', () => {
    expect(byPage({ type: 'repeat_cursor' }, combinedPage)).toMatchObject({
      next_page_url: `${url}?page=2`,
      next_cursor: 'here',
      prev_cursor: 'prev',
    })
    expect(byPage({ type: 'repeat_cursor' })).not.toHaveProperty('next_cursor')
  })

  test('leads from a cursor to itself, also at the end', () => {
    const last = { ...cursorPage, nextCursor: null }
    expect(byCursor({ type: 'repeat_cursor' }, 'here', last)).toMatchObject({
      next_cursor: 'here',
      next_page_url: `${url}?cursor=here`,
      prev_cursor: 'prev',
    })
  })
})

describe('short_page', () => {
  test.each([
    [{}, 15, 14],
    [{}, 2, 1],
    [{}, 1, 1],
    [{ rows: 3 }, 15, 3],
    [{ rows: 99 }, 15, 14],
  ])('%j of %i rows reads %i', (effect, perPage, rows) => {
    expect(distort({ type: 'short_page', ...effect }).limit?.(perPage)).toBe(rows)
  })

  test('leaves the rest of the page as it is', () => {
    expect(byPage({ type: 'short_page' })).toEqual(JSON.parse(renderPage(page)))
    expect(byCursor({ type: 'short_page' })).toEqual(JSON.parse(renderCursorPage(cursorPage)))
  })
})

describe('empty_page', () => {
  test('has no rows and a next page, also where there is none', () => {
    expect(byPage({ type: 'empty_page' })).toMatchObject({
      data: [],
      from: null,
      to: null,
      total: 6,
      next_page_url: `${url}?page=3`,
    })
    expect(byPage({ type: 'empty_page' }, { ...page, page: 3n })).toMatchObject({
      data: [],
      next_page_url: `${url}?page=4`,
    })
  })

  test('has no rows, and besides the next page a cursor that leads to them', () => {
    const expected = {
      data: [],
      next_page_url: `${url}?page=3`,
      next_cursor: 'here',
      prev_cursor: 'prev',
    }
    expect(byPage({ type: 'empty_page' }, combinedPage)).toMatchObject(expected)
  })

  test('has no rows and a cursor that leads to them', () => {
    expect(byCursor({ type: 'empty_page' })).toMatchObject({
      data: [],
      next_cursor: 'here',
      prev_cursor: 'prev',
    })
  })

  test('cannot lead anywhere where there are no rows', () => {
    expect(
      byCursor({ type: 'empty_page' }, null, { ...cursorPage, items: '', count: 0 }),
    ).toMatchObject({ data: [], next_cursor: null })
  })
})

describe('count_drift', () => {
  test.each([
    [{}, [7, 8, 9]],
    [{ by: -3 }, [3, 0, 0]],
  ])('%j lets the total of each list differ more', (effect, totals) => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'count_drift', ...effect } })
    const seen = totals.map(
      () => requirePlan(faults, asking()).distortion?.page?.(page, null).total,
    )
    expect(seen).toEqual(totals)
  })

  test('leaves lists by cursor alone', () => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'count_drift' } })
    expect(plan(faults, asking('cursor='))).toBeUndefined()
    expect(plan(faults, asking('', { edition: 'autocalls' }))).toBeUndefined()
  })
})

describe('duplicate_row', () => {
  const rows = [{ id: 'a', v: { x: '}"{,\\' } }, { id: 'a', v: { x: '}"{,\\' } }, { id: 'b' }]

  test('gives the first row twice', () => {
    expect(byPage({ type: 'duplicate_row' })).toMatchObject({ data: rows, from: 3, to: 5 })
    expect(byCursor({ type: 'duplicate_row' })).toMatchObject({ data: rows, next_cursor: 'next' })
  })

  test('gives a single row twice, and none where there is none', () => {
    expect(
      byPage({ type: 'duplicate_row' }, { ...page, items: '{"id":"c"}', count: 1 }),
    ).toMatchObject({
      data: [{ id: 'c' }, { id: 'c' }],
    })
    expect(byPage({ type: 'duplicate_row' }, { ...page, items: '', count: 0 })).toMatchObject({
      data: [],
    })
  })
})

test('several distortions add up', () => {
  const faults = createFaults()
  arm(faults, { effect: { type: 'short_page', rows: 10 } })
  arm(faults, { effect: { type: 'short_page' } })
  arm(faults, { effect: { type: 'duplicate_row' } })
  arm(faults, { effect: { type: 'repeat_cursor' } })
  const { distortion, struck } = requirePlan(faults, asking())
  expect(distortion?.limit?.(15)).toBe(9)
  expect(distortion?.page?.(page, null)).toMatchObject({ count: 3, next: 2n })
  expect(struck.types).toEqual(['short_page', 'short_page', 'duplicate_row', 'repeat_cursor'])
})

test.each(['repeat_cursor', 'short_page', 'empty_page', 'count_drift', 'duplicate_row'] as const)(
  '%s leaves what is no list alone',
  (type) => {
    const faults = createFaults()
    arm(faults, { effect: { type } })
    const others = [
      asking('', { user: null }),
      asking('', { path: '/api/nope' }),
      asking('', { method: 'POST' }),
    ]
    expect(others.map((asked) => plan(faults, asked))).toEqual([undefined, undefined, undefined])
    expect(faults.list()).toMatchObject([{ matched: 0 }])
  },
)
