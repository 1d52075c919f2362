// Retries without waits, beside another client or in a list that goes on by cursor.

import { expect, test } from 'vitest'
import { judgeTrace, testRule } from './judging.ts'

const HANG_UPS = 'A.c2!hangup*50 B.c2!hangup*50~1 C.c2!hangup*50~1 D.c2!hangup*50~1 E.c2~1'

testRule('retry-storm', {
  breaks: [
    [
      'hang-ups soon after the first page, which names no cursor',
      `A.p A.nc ${HANG_UPS} E.c3 E.c4`,
      'was requested again 4 times after a timeout of the client',
      { rows: 75 },
    ],
    [
      'cut connections, and requests of another client between them',
      'A.p1 A.p2 A.p3!cut AC.p3!cut~1 AD.p3!cut~1 B.p1~1?per_page=25 BE.p3!cut~1 BF.p3~1 BF.p4 BF.p5 B.p2?per_page=25 B.p3?per_page=25',
      'page 3 was requested again 4 times after a cut connection',
      { rows: 75 },
    ],
  ],
  passes: [],
})

const TOGETHER = 'A.p1 AB.p1~7 AC.p1~26 AD.p1~30'

testRule('no-retry', {
  breaks: [
    [
      'four clients without a connection of their own, of which each gave up at once',
      `${TOGETHER} AE.p2!500~90 AF.p2!500~43 AG.p2!500~33 AH.p2!500~16`,
      'page 2 was answered 500, and none of the 4 clients that requested it did so again',
      { count: 4 },
    ],
  ],
  passes: [
    [
      'many requests by one of two clients',
      'A.p1 AB.p1~7 AC.p2!500 AD.p2!500~7 AE.p2!500~7 AF.p2!500~7 AG.p2!500~7 AH.p2!500~7 AI.p2!500~7',
      { others: ['retry-storm'] },
    ],
  ],
})

test('with more requests than clients, giving up is a note', () => {
  const further = 'AE.p2!500~90 AF.p2!500~43 AG.p2!500~33 AH.p2!500~16 AI.p2!500~400 AJ.p2!500~900'
  const found = judgeTrace(`${TOGETHER} ${further}`)
  expect(found.map(({ rule, severity }) => [rule.id, severity])).toEqual([['no-retry', 'note']])
})
