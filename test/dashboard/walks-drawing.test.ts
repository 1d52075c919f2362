import { describe, expect, test } from 'vitest'
import { boxesOf, drawingOf, expand, keyOf, type Mark } from '../../src/dashboard/walks/drawing.ts'
import { sharesOf } from '../../src/dashboard/walks/shares.ts'
import { byCursor, byPage, type Sketch } from './walk-sketch.ts'

/** "1 →2 [page 3 skipped] →4 {pages 5–9: 5}" */
const told = (marks: readonly Mark[]): string =>
  marks
    .map((mark) => {
      if (mark.type === 'gap') return `[${mark.text}]`
      if (mark.type === 'fold') return `{${mark.kind} ${mark.text}: ${mark.requests}}`
      const kind = mark.kind === 'page' ? '' : ` ${mark.kind}`
      return { on: '', back: '←', again: '=' }[mark.direction] + mark.label + kind
    })
    .join(', ')

const pages = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_none, index) => `${from + index}`)

/** How often a drawing of a walk reads the page of each request. */
const readsOf = (length: number): number => {
  const asked = Array.from({ length }, (_none, index) => `${index * 3 + 1} page`)
  const walk = byPage({ asked, rows: 60_000 })
  let reads = 0
  const steps = walk.steps.map((step) => {
    const counted = { ...step }
    Object.defineProperty(counted, 'page', { get: () => (reads++, step.page) })
    return counted
  })
  drawingOf({ ...walk, steps })
  return reads / length
}

describe('a drawing by page', () => {
  test.each<[string, Sketch, string]>([
    ['all pages', { asked: pages(1, 5), rows: 68 }, '1, 2, 3, 4, 5'],
    [
      'a page left out',
      { asked: ['1', '2', '4 page', '5'], rows: 68 },
      '1, 2, [page 3 skipped], 4, 5',
    ],
    [
      'pages left out',
      { asked: ['1', '4 page', '5'], rows: 68 },
      '1, [2 pages skipped: 2–3], 4, 5',
    ],
    [
      'a page asked for later',
      { asked: ['1', '3 page', '2 page', '5 page'], rows: 68 },
      '1, 3, ←2, [page 4 skipped], 5',
    ],
    [
      'one gap, jumped over twice',
      { asked: ['1', '3 page', '1 previous', '3 page'], rows: 45 },
      '1, [page 2 skipped], 3, ←1 previous, 3',
    ],
    ['an early stop', { asked: pages(1, 3), rows: 68 }, '1, 2, 3, [pages 4–5 never asked for]'],
    [
      'one page, which is enough',
      { asked: ['1'], rows: 68, verdict: 'single_page' },
      '1, [pages 2–5 not asked for]',
    ],
    ['a walk that may go on', { asked: ['1'], rows: 68, verdict: 'open' }, '1, [still going on]'],
    [
      'no gap past the end',
      { asked: [...pages(1, 5), '99999999999 beyond 0'], rows: 68 },
      '1, 2, 3, 4, 5, 99999999999 beyond',
    ],
    ['a start in the middle', { asked: ['3 resumed', '4', '5'], rows: 38 }, '3 resumed, 4, 5'],
    [
      'a failure and its retry',
      { asked: ['1', '2 next -', '2 retry', '3'], rows: 45 },
      '1, 2 failed, =2 retry, 3',
    ],
    [
      'a broken answer',
      { asked: ['1', '2', '2 retry', '3'], rows: 45 },
      '1, 2 failed, =2 retry, 3',
    ],
    ['a page again', { asked: ['1', '2', '2 repeat', '3'], rows: 45 }, '1, 2, =2 repeat, 3'],
    ['lost filters', { asked: ['1', '2 lost'], rows: 30 }, '1, 2 lost'],
  ])('has %s', (_what, sketch, expected) => {
    expect(told(drawingOf(byPage(sketch)))).toBe(expected)
  })
})

describe('a drawing by cursor', () => {
  test.each<[string, Sketch, string]>([
    ['places in their order', { asked: ['first', 'a', 'b'], rows: 45 }, '1, 2, 3'],
    [
      'a retry at its place',
      { asked: ['first', 'a next -', 'a retry', 'b'], rows: 45 },
      '1, 2 failed, =2 retry, 3',
    ],
    [
      'the way back',
      { asked: ['first', 'a', 'b', 'z previous', 'a next'], rows: 45 },
      '1, 2, 3, ←2 previous, =2',
    ],
    [
      'a cursor of nobody',
      { asked: ['first', 'a', 'x unknown'], rows: 68, distinct: 30 },
      '1, 2, ? unknown, [stopped here]',
    ],
  ])('has %s', (_what, sketch, expected) => {
    expect(told(drawingOf(byCursor(sketch)))).toBe(expected)
  })
})

describe('folding', () => {
  test('leaves short runs alone', () => {
    expect(told(drawingOf(byPage({ asked: pages(1, 8), rows: 120 })))).toBe(
      '1, 2, 3, 4, 5, 6, 7, 8',
    )
  })

  test('folds the middle of long runs, kind by kind', () => {
    const asked = [...pages(1, 98), ...Array.from({ length: 20 }, () => '98 repeat'), '99', '100']
    expect(told(drawingOf(byPage({ asked, rows: 1500 })))).toBe(
      '1, 2, {page pages 3–96: 94}, 97, 98, =98 repeat, =98 repeat, {repeat page 98: 16}, =98 repeat, =98 repeat, 99, 100',
    )
  })

  test('keeps gaps outside of folds', () => {
    const asked = [...pages(1, 20), '25 page', ...pages(26, 40)]
    expect(told(drawingOf(byPage({ asked, rows: 600 })))).toBe(
      '1, 2, {page pages 3–18: 16}, 19, 20, [4 pages skipped: 21–24], 25, 26, {page pages 27–38: 12}, 39, 40',
    )
  })

  test('cuts the middle where kinds take turns, and forgets no gap', () => {
    const asked = Array.from({ length: 500 }, (_none, index) => `${index * 2 + 1} page`)
    const marks = drawingOf(byPage({ asked, rows: 15_000 }))
    expect(marks.length).toBeLessThan(50)
    expect(marks.find(({ type }) => type === 'fold')).toMatchObject({
      text: 'pages 21–979, 479 gaps',
      requests: 480,
    })
  })

  test('unfolds one at a time, down to every request', () => {
    const marks = drawingOf(
      byPage({
        asked: [
          ...pages(1, 50),
          ...pages(1, 30).map((page) => `${page} ${Number(page) % 2 ? 'repeat' : 'page'}`),
        ],
        rows: 750,
      }),
    )
    let unfolded = new Set<string>()
    for (
      let shown = marks;
      shown.some(({ type }) => type === 'fold');
      shown = expand(marks, unfolded)
    ) {
      unfolded = new Set([...unfolded, ...shown.filter(({ type }) => type === 'fold').map(keyOf)])
    }
    const boxes = expand(marks, unfolded).filter(({ type }) => type === 'box')
    expect(boxes.map(keyOf)).toEqual(
      Array.from({ length: 80 }, (_none, index) => `box ${index + 1}`),
    )
  })

  test('reads each of many requests a few times only', () => {
    expect(readsOf(100)).toBeGreaterThan(0)
    // A drawing that compares each with all others reads ten times as often.
    expect(readsOf(1000)).toBeLessThan(2 * readsOf(100))
  })
})

test('a box is as full as its page', () => {
  const walk = byPage({ asked: ['1', '2 next 3', '3 next -', '4 next 0', '5 next 99'], rows: 60 })
  expect(boxesOf(walk).map(({ fill }) => fill)).toEqual([1, 0.2, 0, 0, 1])
})

describe('the shares of the rows', () => {
  test.each([
    ['all once', { asked: pages(1, 2), rows: 30 }, ['30 once']],
    ['some missing', { asked: ['1'], rows: 68, distinct: 15 }, ['15 once', '53 missed']],
    ['some twice', { asked: pages(1, 5), rows: 68, duplicated: 5 }, ['63 once', '5 twice']],
    [
      'some of another list',
      { asked: ['1', '2 lost', '3'], rows: 30, distinct: 34, missed: 12, duplicated: 11 },
      ['7 once', '11 twice', '16 other', '12 missed'],
    ],
    ['nothing', { asked: ['1 first -'], rows: null, distinct: 0 }, []],
  ] satisfies [string, Sketch, string[]][])(
    'are told when there is %s',
    (_what, sketch, expected) => {
      expect(sharesOf(byPage(sketch)).map(({ count, kind }) => `${count} ${kind}`)).toEqual(
        expected,
      )
    },
  )
})
