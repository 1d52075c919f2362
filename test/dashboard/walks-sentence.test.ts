import { describe, expect, test } from 'vitest'
import { groupAlike } from '../../src/dashboard/walks/alike.ts'
import { toLoop } from '../../src/dashboard/walks/loop.ts'
import { sentenceOf } from '../../src/dashboard/walks/sentence.ts'
import { byCursor, byPage, type Sketch } from './walk-sketch.ts'

const all = ['1', '2', '3', '4', '5']

describe('a walk by page in a sentence', () => {
  test.each<[string, Sketch]>([
    ['All 68 rows, each once, in 5 pages.', { verdict: 'complete', asked: all, rows: 68 }],
    ['The only row, in 1 page.', { verdict: 'complete', asked: ['1 first 1'], rows: 1 }],
    [
      'The list is empty, and the client saw that.',
      { verdict: 'complete', asked: ['1 first 0'], rows: 0 },
    ],
    [
      'All 38 rows from page 3 on, each once, in 3 pages.',
      { verdict: 'complete', asked: ['3 resumed', '4', '5'], rows: 38 },
    ],
    [
      'All 30 rows, each once, in 2 pages, with 1 retry.',
      { verdict: 'complete', asked: ['1', '2 next -', '2 retry'], rows: 30 },
    ],
    [
      'All 30 rows, each once, in 2 pages; then it asked 1 page past the end.',
      { verdict: 'complete', asked: ['1', '2', '3 beyond 0'], rows: 30 },
    ],
    [
      'All 68 rows, but 5 rows came more than once, in 5 pages.',
      { verdict: 'duplicated', asked: all, rows: 68, duplicated: 5 },
    ],
    [
      '23 of 68 rows never came: it stopped after page 3 of 5.',
      { asked: ['1', '2', '3'], rows: 68, distinct: 45 },
    ],
    [
      '15 of 68 rows never came: it skipped page 3.',
      { asked: ['1', '2', '4 page', '5'], rows: 68, distinct: 53 },
    ],
    [
      '15 of 68 rows never came: it skipped page 1.',
      {
        asked: ['2 resumed', '3', '4', '5 next 8'],
        rows: 68,
        distinct: 53,
        findings: ['rows-missed'],
      },
    ],
    [
      '45 of 68 rows never came: it skipped pages 2–3 and stopped after page 4 of 5.',
      { asked: ['1', '4 page'], rows: 68, distinct: 23 },
    ],
    [
      '30 of 75 rows never came: it skipped 2 pages.',
      { asked: ['1', '3 page', '5 page'], rows: 75, distinct: 45 },
    ],
    [
      '12 of 30 rows never came: it lost its filters on the way; 11 rows came more than once.',
      { asked: ['1', '2 lost', '3'], rows: 30, distinct: 34, missed: 12, duplicated: 11 },
    ],
    [
      '53 of 68 rows never came: it gave up after 503 at page 2.',
      { asked: ['1', '2 next -', '2 retry -'], rows: 68, distinct: 15 },
    ],
    [
      '2 of 68 rows never came, although it asked for every page: rows moved meanwhile.',
      { asked: all, rows: 68, distinct: 66 },
    ],
    [
      'Went on 3 pages past the end, after 68 rows.',
      { verdict: 'endless', asked: [...all, '6 beyond 0', '7 beyond 0', '8 beyond 0'], rows: 68 },
    ],
    [
      'Fetched page 2 again and again, 4 times, although it came well.',
      { verdict: 'endless', asked: ['1', '2', '2 repeat', '2 repeat', '2 repeat'], rows: 30 },
    ],
    [
      'Fetched page 2 again and again, more than 3 times, although it came well, and 15 of 45 rows never came.',
      {
        verdict: 'endless',
        asked: ['1', '2', '2 repeat', '2 repeat'],
        rows: 45,
        distinct: 30,
        requests: 1200,
      },
    ],
    [
      'Only page 1 of 5: 15 of 68 rows. That is no mistake by itself.',
      { verdict: 'single_page', asked: ['1'], rows: 68, distinct: 15 },
    ],
    [
      '30 of 68 rows so far, in 2 pages; it may still go on.',
      { verdict: 'open', asked: ['1', '2'], rows: 68, distinct: 30 },
    ],
    ['Refused with 503, 2 times: no row came.', { asked: ['1 first -', '1 retry -'], rows: null }],
    [
      'Refused with 503: no row came so far.',
      { verdict: 'open', asked: ['1 first -'], rows: null },
    ],
  ])('%s', (sentence, sketch) => {
    expect(sentenceOf(byPage(sketch))).toBe(sentence)
  })
})

describe('a walk by cursor in a sentence', () => {
  test.each<[string, Sketch]>([
    [
      'All 45 rows, each once, in 3 pages.',
      { verdict: 'complete', asked: ['first', 'a', 'b'], rows: 45 },
    ],
    [
      'All 30 rows from its cursor on, each once, in 2 pages.',
      { verdict: 'complete', asked: ['x resumed', 'y'], rows: 30 },
    ],
    [
      'All 1,500 rows, each once, in 1,100 requests.',
      { verdict: 'complete', asked: ['first', 'a'], rows: 1500, requests: 1100 },
    ],
    [
      '38 of 68 rows never came: it stopped after 2 pages.',
      { asked: ['first', 'a'], rows: 68, distinct: 30 },
    ],
    [
      '38 of 68 rows never came: it used a cursor that nobody gave it.',
      { asked: ['first', 'a', 'x unknown'], rows: 68, distinct: 30 },
    ],
    [
      'Only the first page: 15 of 68 rows. That is no mistake by itself.',
      { verdict: 'single_page', asked: ['first'], rows: 68, distinct: 15 },
    ],
  ])('%s', (sentence, sketch) => {
    expect(sentenceOf(byCursor(sketch))).toBe(sentence)
  })
})

test('walks of one request that are alike stand together, others do not', () => {
  const polled = byPage({ verdict: 'single_page', asked: ['1'], rows: 68, distinct: 15 })
  const long = byPage({ verdict: 'complete', asked: all, rows: 68 })
  const walks = [
    polled,
    { ...polled, id: 2 },
    { ...polled, id: 3, token: 2 },
    long,
    { ...long, id: 5 },
  ]
  expect(groupAlike(walks).map(({ walk, others }) => [walk, others.length])).toEqual([
    [polled, 1],
    [{ ...polled, id: 3, token: 2 }, 0],
    [long, 0],
    [{ ...long, id: 5 }, 0],
  ])
})

test('the loop to try quotes whatever a token is', () => {
  expect(toLoop('http://localhost:4080', "it's")).toContain(`-H 'Authorization: Bearer it'\\''s'`)
  expect(toLoop('http://localhost:4080', undefined)).toContain('-H "Authorization: Bearer $TOKEN"')
})
