// Clients beside another one with the same token, each over connections of its own.

import { expect, test } from 'vitest'
import { judgeTrace, testRule } from './judging.ts'

const FOUR = { rows: 60 }
const FIVE = { rows: 75 }

testRule('rows-missed', {
  breaks: [],
  passes: [
    [
      'a person who turns back and on again, beside one look',
      'A.p1 B.p1~50 A.p2~200 A.p3~300 A.p4~300 A.p3~300 A.p4~300 A.p3~300',
      { ...FOUR, others: ['never-paged'] },
    ],
  ],
})

testRule('stopped-early', {
  breaks: [
    [
      'before a page that another client repeats over its own connection',
      'A.p1 B.p1&1*20 A.p2 A.p3 A.p4!503 B.p2!503 B.p3!503 A.p4~140 B.p2~180 B.p4!429@1 B.p3 B.p5!429@2 B.p4~1000 B.p5!503~1330 B.p5~440',
      'the walk stopped at page 4 of 5',
      { rows: 75 },
    ],
    [
      'a stop by cursor, beside pages of another size that come to the same row',
      'A.c0?per_page=12 AB.c1?per_page=12 AC.c2?per_page=12 AD.c3?per_page=12 AE.c4?per_page=12 F.c0?per_page=20 F.c1?per_page=20 F.c2?per_page=20 F.c3?per_page=20 F.c4?per_page=20',
      'the walk stopped after 5 pages',
      { rows: 100, edition: 'autocalls' },
    ],
  ],
  passes: [
    [
      'two people who turn back and on by cursor, each over a connection',
      'B.c0 B.c1~300 A.c0~100 A.c1~200 B.n~300 B.n~300 A.n~300 B.v~200 A.n~200 B.n~200 A.v~200',
      { rows: 105 },
    ],
  ],
})

testRule('same-page-again', {
  breaks: [
    [
      'each page twice, beside a client that polls',
      'B.p1 A.p1 A.p1 A.p2 A.p2 A.p3 A.p3 A.p4 A.p4 A.p5 A.p5 B.p1~1100 B.p1~1100',
      'every page was requested twice in a row',
      FIVE,
    ],
  ],
  passes: [],
})

testRule('retry-too-early', {
  breaks: [
    [
      'a retry at once, beside a client that polls',
      'A.p1 B.p1 A.p2!429@1 A.p2~100 A.p3 B.p1~1100 B.p1~1100',
      'page 2 was requested again 100 ms after a 429',
    ],
  ],
  passes: [],
})

testRule('no-retry', {
  breaks: [
    [
      'a timeout, though a client beside it reads the same pages at the same time',
      'A.p1*20 B.p1*20 A.p2*20 B.p2*20 A.p3!hangup*300 B.p3*20 B.p4*20',
      'the client hung up on page 3',
      FOUR,
    ],
  ],
  passes: [
    [
      'a hang-up on second requests, which came while the first ones were slow',
      'A.p1*20 A.p2*30 B.p2!hangup*15~10 A.p3*20 A.p4*20',
      FOUR,
    ],
  ],
})

test('finds each page twice, beside one look', () => {
  const found = judgeTrace('A.p1 A.p2 A.p2 A.p3 A.p3*30 B.p1 A.p4 A.p4 A.p5 A.p5', FIVE)
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('every page from page 2 on was fetched twice'),
    expect.stringContaining('only page 1 of 5 was fetched'),
  ])
})

const ROUNDS = 'BC.n BD.n BE.-?cursor= BF.n BG.n BH.-?cursor= BI.n BJ.n'

testRule('endless-walk', {
  breaks: [
    [
      'a list from its beginning again, beside one look',
      'A.c0 B.c0 A.c1 A.c2 A.c3 A.c0 A.c1 A.c2 A.c3 A.c0 A.c1',
      'began at the first page again, 2 whole rounds and a part',
      { ...FOUR, edition: 'autocalls' },
    ],
    [
      'an empty cursor after each end, over new connections beside one look',
      `A.c0 B.c0 ${ROUNDS}`,
      'with an empty cursor, 2 times: the null at the end was sent as an empty text',
      { edition: 'autocalls', count: 2 },
    ],
  ],
  passes: [
    [
      'empty cursors of a client that began with one',
      `A.-?cursor= B.-?cursor= ${ROUNDS}`,
      { edition: 'autocalls' },
    ],
    [
      'empty cursors some time after each end',
      `A.c0 B.c0 ${ROUNDS.replaceAll('-?', '-~300?')}`,
      { edition: 'autocalls' },
    ],
    ['a single empty cursor', `A.c0 B.c0 ${ROUNDS.slice(0, 33)}`, { edition: 'autocalls' }],
    [
      'an empty cursor of a client that keeps its connection, after one that keeps none',
      'A.c0 AB.n AC.n AD.-~180?cursor= E.c0 E.n E.n AD.n AD.n',
      { edition: 'autocalls' },
    ],
  ],
})

testRule('filters-lost', {
  breaks: [],
  passes: [
    [
      'pages at once over a new connection, beside a list with a filter that was left',
      'A.p1 B.p1?type=widget B.p2?type=widget D.p1 A.p2!429@1*20 C.p3&1 D.p2 D.p3 D.p4 D.p5 A.p2~1010 A.p4 A.p5',
      { rows: 75, others: ['stopped-early'] },
    ],
    [
      'a way down beside another list, over new connections',
      'A.p1?type=widget B.p1 C.p2 D.p3~20?type=widget E.p2~20?type=widget F.p1~300 G.p2 H.p3 I.p4',
      FOUR,
    ],
    [
      'a way down over the connection of two others',
      'p1 p1 p2 p2 p3 p4 p1?type=widget p3?type=widget p2?type=widget p1 p2 p3 p4',
      FOUR,
    ],
  ],
})

test('counts no page twice that rows have moved by a whole page', () => {
  const notation = 'A.c0 B.c0~40 A.n B.n A.n +15 C.c0 B.n A.n C.n B.n A.n C.n A.c0 C.n A.n B.n C.n'
  expect(judgeTrace(`${notation} A.n A.n A.n A.n C.n`, { ...FIVE, edition: 'autocalls' })).toEqual(
    [],
  )
})

testRule('cursor-and-page-mixed', {
  breaks: [],
  passes: [
    [
      'a page at once with another, beside a client that got no page yet',
      'A.p1 B.p!429@2 A.p2!503*20 C.p3&1 A.p2~130 B.p~2010 B.nc',
      { others: ['stopped-early'] },
    ],
  ],
})
