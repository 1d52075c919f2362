// Clients that look for something: a page by halves, or a row in one of several tabs.

import { expect, test } from 'vitest'
import { judgeTrace, testRule } from './judging.ts'

testRule('rows-missed', {
  breaks: [
    ['every second page of a short list', 'p1 p3 p5', 'pages 2 and 4 of 5 were', { rows: 75 }],
    ['two pages after the first', 'p1 p4 p5 p6 p7', 'pages 2 and 3 of 7 were', { rows: 105 }],
    ['one page of nine', 'p1 p2 p3 p5 p6 p7 p8 p9', 'page 4 of 9 was', { rows: 135 }],
  ],
  passes: [
    ['some pages by chance', 'p1 p4 p5 p2', { rows: 90 }],
    ['some pages by chance, one of which failed first', 'p1 p5 p3!429@1 p3~1005 p2', { rows: 90 }],
    ['a search by halves downwards', 'p1 p5 p3 p2 p2', { rows: 135 }],
    ['a search by halves upwards', 'p1 p4 p5 p6', { rows: 90 }],
    ['a search by halves that reads the next page too', 'p1 p5 p3 p4 p5', { rows: 135 }],
    ['a search by halves that rounds down', 'p1 p4 p2 p3', { rows: 105 }],
    ['a search by halves that is refused once', 'p1 p5 p3!503 p3~500 p2 p2', { rows: 135 }],
  ],
})

test.each([
  ['beside another tab', 'A.p1?type=widget B.p1?type=whatsapp A.p2?type=widget B.p2?type=whatsapp'],
])('takes a tab that was left one page before the last for a look, %s', (_what, notation) => {
  const found = judgeTrace(notation, { rows: 135 })
  expect(found.map(({ rule, severity }) => `${rule.id} ${severity}`)).toEqual([
    'stopped-early note',
    'stopped-early note',
  ])
})

testRule('cursor-and-page-mixed', {
  breaks: [
    [
      'a walk by cursor that begins again by page',
      'c0 n n -?page=1',
      'began again by page',
      { rows: 90 },
    ],
  ],
  passes: [
    ['a first page that names neither', 'c0 n n p', { rows: 90, others: ['stopped-early'] }],
  ],
})
