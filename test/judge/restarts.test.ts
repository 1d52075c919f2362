import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { finish } from '../finish.ts'
import { trace } from '../walks/trace.ts'
import { walksOf } from '../walks/walking.ts'
import { judgeTrace } from './judging.ts'

const severitiesOf = (notation: string, rows: number): string[] =>
  judgeTrace(notation, { rows }).map(({ rule, severity }) => `${rule.id} ${severity}`)

describe('a client that loads its pages again', () => {
  test.each([
    ['and goes on by page', 'p1 p2 p3 p1 p2 p3 p4 p5 p6', 90],
    ['and goes on by cursor', 'c0 c1 c2 c0 c1 c2 c3 c4 c5', 90],
    ['twice, and goes on', 'p1 p2 p3 p1 p2 p3 p1 p2 p3 p4 p5', 75],
    ['with one page more each time', 'c0 c1 c0 c1 c2 c0 c1 c2 c3 c0 c1 c2 c3 c4', 75],
    ['with a page more now and then', 'p1 p2 p3 p1 p2 p3 p4 p1 p2 p3 p4 p5 p6 p7 p8', 120],
    ['over another connection', 'A.p1 A.p2 A.p3 A.p4 AB.p1~50 AB.p2 AB.p3 AB.p4 AB.p5', 75],
    ['beside another client', 'A.p1 B.p1 A.p2 B.p2 B.p3 A.p1 B.p4 A.p2 A.p3 A.p4', 60],
  ])('is not blamed when it loses no row: %s', (_what, notation, rows) => {
    expect(severitiesOf(notation, rows)).toEqual([])
  })

  test.each([
    ['and stops at the same page', 'p1 p2 p3 p4 p1 p2 p3 p4', 'stopped-early error'],
    ['and stops earlier', 'p1 p2 p3 p4 p5 p1 p2 p3 p4', 'stopped-early error'],
    ['and stops at a later page', 'c0 c1 c2 c0 c1 c2 c3', 'stopped-early error'],
    [
      'too soon to be the same program over another connection',
      'A.p1 A.p2 A.p3 A.p4 AB.p1 AB.p2 AB.p3 AB.p4 AB.p5 AB.p6 AB.p7 AB.p8 AB.p9 AB.p10',
      'stopped-early error',
    ],
  ])('is blamed when rows are still missing: %s', (_what, notation, finding) => {
    expect(severitiesOf(notation, 150)).toContain(finding)
  })
})

test.each([
  [1, 'p1 p2 p3 p1 p2 p3 p4', 'a walk began again at the first page, and got farther'],
  [
    3,
    'A.c0 B.c1 C.c0 B.c1 A.c2',
    'its client, or one beside it, may have read the list in another walk',
  ],
])('the excuse of walk %s is what the requests show: %s', (id, notation, excuse) => {
  const rows = notation.includes('p4') ? 60 : 45
  const walks = walksOf(trace(notation, { rows }), { isIdle: () => true })
  const walk = walks.find((one) => one.id === id)
  if (!walk) throw new Error('no walk')
  expect(finish(judge(walks)).excuseOf(walk)).toBe(excuse)
})
