// What is said of a walk that lost rows and has no finding.

import { expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { finish } from '../finish.ts'
import { trace } from '../walks/trace.ts'
import { walksOf } from '../walks/walking.ts'

test.each([
  ['rows moved', 'p1 +15 p2 p3 p4', 1, 'rows moved from page to page meanwhile'],
  [
    'nothing shows that rows moved',
    'p1 p2 p3',
    1,
    'rows may have moved from page to page meanwhile',
  ],
  ['nothing shows that rows came', 'c0 c1 c2', 1, 'rows may have come or gone meanwhile'],
  [
    'a walk beside it has the finding',
    'p1 p2 p1 p2 p1 p2 p1 p2 p1 p2',
    3,
    'the finding same-page-again of walk #1 explains it',
    90,
  ],
  [
    'a client searched by halves',
    'p1 p5 p3 p2 p2',
    1,
    'its client looked for one page by halves',
    135,
  ],
  ['a client hung up', 'p1!hangup', 1, 'nothing was served: the client hung up'],
])('the excuse says it where %s', (_what, notation, id, excuse, rows = 45) => {
  const walks = walksOf(trace(notation, { rows }), { isIdle: () => true })
  const walk = walks.find((one) => one.id === id)
  if (!walk) throw new Error(`no walk ${id}`)
  expect(finish(judge(walks)).excuseOf(walk)).toBe(excuse)
})
