import { expect, test } from 'vitest'
import { judgeTrace, testRule } from './judging.ts'

const times = (count: number, word: string): string =>
  Array.from({ length: count }, () => word).join(' ')

testRule('page-size-ignored', {
  breaks: [
    [
      'a size above 100',
      'p1?per_page=500',
      'per_page=500 was refused with 422: the API takes whole numbers from 1 to 100',
      { count: 1 },
    ],
    ['a size of 0', 'p1?per_page=0', 'per_page=0 was refused'],
    ['a size in words', 'p1?per_page=all', 'per_page=all was refused'],
    ['a size above 100 by cursor', 'c0?per_page=101', 'per_page=101 was refused'],
    [
      'a size above 100, then a good one',
      'p1?per_page=200 p1?per_page=100',
      'per_page=200 was refused',
    ],
    [
      'another size with the second page',
      'p1?per_page=10 p2?per_page=20 p3?per_page=20',
      'per_page 10 → 20 between page 1 and page 2',
    ],
    [
      'the default size, by its name, from the second page on',
      'p1?per_page=30 p2?per_page=15 p3?per_page=15 p4?per_page=15',
      'per_page 30 → 15 between page 1 and page 2',
      { rows: 60 },
    ],
    [
      'a size from the second page on',
      'p1 p2?per_page=10 p3?per_page=10',
      'per_page 15 → 10 between page 1 and page 2',
    ],
    [
      'as many pages as there would be of 10',
      'p1 p2 p3 p4 p5 p6 p7 p8',
      'the client stopped at page 8, as if pages had 10 rows (80 / 10)',
      { rows: 80 },
    ],
  ],
  passes: [
    [
      'as many pages of 5 as there would be of the default',
      'p1 p2 p3 p4',
      { query: 'per_page=5', rows: 60, others: ['stopped-early'] },
    ],
    ['a size of 1', 'p1?per_page=1'],
    ['a size of 100', 'p1?per_page=100 p2?per_page=100', { rows: 150 }],
    ['an empty size', 'p1?per_page= p2 p3'],
    ['another refusal', 'p1?assistant_id=x', { others: ['filter-refused'] }],
    ['another size with another walk', 'p1?per_page=10 p1?per_page=45'],
    [
      'another size by cursor',
      'c0?per_page=10 n?per_page=20 n?per_page=20',
      { others: ['cursor-other-filters'] },
    ],
    ['a size that is dropped', 'p1?per_page=40 n?', { others: ['filters-lost'] }],
    ['two pages far apart', 'p1 p7', { rows: 100 }],
    ['samples', 'p1 p2 p4 p7', { rows: 100 }],
    [
      'every second page by one client, the others by another',
      'A.p1 B.p2 A.p3 B.p4 A.p5 B.p6',
      { rows: 90 },
    ],
    [
      'every second page by each of two workers, who name their walks',
      'A.p1#a B.p2#b A.p3#a B.p4#b A.p5#a B.p6#b',
      { rows: 90 },
    ],
    ['pages in between that failed', 'p1 p2!500 p3 p4!500 p5', { rows: 75, others: ['no-retry'] }],
    ['all pages, backwards', 'p5 p4 p3 p2 p1', { rows: 75 }],
    ['two pages of a list of another size', 'p1 p2', { rows: 60, others: ['stopped-early'] }],
    [
      'a walk that stopped where no other size would end',
      'p1 p2 p3',
      { rows: 99, others: ['stopped-early'] },
    ],
    ['one page beyond the last', 'p1 p2 p3 p4', { rows: 40, others: ['page-beyond-last'] }],
  ],
})

testRule('tiny-pages', {
  breaks: [
    [
      'a thousand rows one by one',
      `p1 ${times(999, 'n')}`,
      '1000 rows were fetched with per_page=1 in 1000 requests; per_page=100 takes 10',
      { rows: 1000, query: 'per_page=1' },
    ],
    [
      'thirty rows one by one',
      `p1 ${times(29, 'n')}`,
      '30 rows were fetched with per_page=1 in 30 requests; per_page=100 takes 1',
      { rows: 30, query: 'per_page=1', count: 30 },
    ],
    [
      'a thousand rows by nine',
      `c0 ${times(112, 'n')}`,
      '1015 rows were fetched with per_page=9 in 113 requests; per_page=100 takes 11',
      { rows: 1015, query: 'per_page=9', count: 113 },
    ],
  ],
  passes: [
    ['a thousand rows by ten', `p1 ${times(99, 'n')}`, { rows: 1000, query: 'per_page=10' }],
    ['fewer rows', `p1 ${times(110, 'n')}`, { rows: 999, query: 'per_page=9' }],
    [
      'many rows in several walks',
      `p1 ${times(99, 'n')} p1 ${times(99, 'n')}`,
      { rows: 500, query: 'per_page=5' },
    ],
    ['the default size', `p1 ${times(66, 'n')}`, { rows: 1000 }],
  ],
})

testRule('never-paged', {
  breaks: [
    [
      'the first page three times',
      'p1 p1 p1',
      'the first page was fetched 3 times and no other page, although 2 more pages followed',
      { count: 3 },
    ],
    ['the first page by cursor three times', 'c0 c0 c0', 'although more pages followed'],
    [
      'the first page once',
      'p1',
      'only page 1 of 3 was fetched, 15 rows; 30 of 45 rows were left',
      { rows: 45 },
    ],
    ['the first page twice', 'p1 p1', 'only page 1 of 3 was fetched', { count: 2 }],
    ['the first page by cursor once', 'c0', 'fetched, 15 rows; next_cursor led to more rows'],
    [
      'the first page beside a client that reads on',
      'A.p1 B.p1 B.p2 B.p3',
      'only page 1 of 3 was fetched, 15 rows, over a connection of its own; 30 of 45 rows were left',
    ],
    ['the first page by three clients', 'A.p1 B.p1 C.p1', 'only page 1 of 3', { count: 3 }],
    [
      'the first page of a list, after all its rows',
      'p1?per_page=60 p1?per_page=10',
      'only page 1 of 5 was fetched, 10 rows; 35 of 45 rows were left',
      { rows: 45 },
    ],
    [
      'the first page with another size each time',
      'p1?per_page=15 p1?per_page=25 p1?per_page=35',
      'the first page was fetched 3 times, with per_page=15, 25 and 35, and no other page',
      { rows: 90 },
    ],
    ['the first page with filters', 'p1 p1 p1 p1', 'was fetched 4 times', { query: 'type=widget' }],
    [
      'two tokens, one of which pages',
      '1.p1 2.p1 1.p1 2.p2 1.p1 2.p3',
      'the first page was fetched 3 times',
    ],
    [
      'the first page with another filter each time',
      'p1?assistant_id=1 p1?assistant_id=2 p1?type=widget p1?type=widget&assistant_id=1 p1?type=widget&assistant_id=2 p1',
      'the first page was fetched 6 times, with other filters each time, and no other page',
      { rows: 200 },
    ],
  ],
  passes: [
    ['the first page of a list of one', 'p1 p1 p1 p1', { rows: 15 }],
    ['one row, the newest', 'p1 p1 p1 p1', { query: 'per_page=1' }],
    ['looks some time apart', 'p1 p1~2000 p1~2000 p1~2000'],
    ['looks some time apart on the clock of the user', 'p1 t+60 p1 t+60 p1'],
    ['another page at some time', 'p1 p1 p1 p2 p3'],
    ['another page with other filters', 'p1 p1 p1 p1?type=widget p2?type=widget'],
    ['a page that shows that a hundred rows are all', 'p1 p1?per_page=100', { rows: 45 }],
    ['a list beside others that it reads', 'p1?type=widget p1 p2 p3', { rows: 45 }],
    ['the tabs of a page', 'p1?assistant_id=1 p1?assistant_id=2 p1?type=widget p1', { rows: 200 }],
    ['failures', 'p1!500 p1!500~100 p1~200 p2 p3'],
    ['refusals', 'p1!401 p1!401 p1!401'],
    ['odd answers', 'p1!short_page p1!short_page p1!short_page'],
    [
      'a parameter that is ignored, for which there is a better word',
      'p1 p1?offset=15 p1?offset=30',
      { others: ['undocumented-parameter'] },
    ],
  ],
})

testRule('redundant-first-page', {
  breaks: [
    [
      'the first page before every other one',
      'p1 p2 p1 p3 p1 p4',
      'the first page was fetched 2 more times while 4 pages were read',
      { rows: 60, count: 2 },
    ],
    [
      'the first page by cursor',
      'c0 c1 c0 c2 c0 c3',
      'the first page was fetched 2 more times while 4 pages were read',
      { rows: 60 },
    ],
    [
      'the first page in most gaps',
      'p1 p2 p1 p3 p4 p1 p5',
      'the first page was fetched 2 more times while 5 pages were read',
      { rows: 75 },
    ],
  ],
  passes: [
    ['once', 'p1 p2 p1 p3 p4', { rows: 60 }],
    ['before the walk', 'p1 p1 p2 p3'],
    ['after the walk', 'p1 p2 p3 p1 p1'],
    ['twice in a gap', 'p1 p2 p1 p1 p3 p4', { rows: 60 }],
    ['with other filters', 'p1 p2 p1?type=widget p3 p1?type=widget p4', { rows: 60 }],
    ['by another client', 'A.p1 A.p2 B.p1 A.p3 B.p1 A.p4', { rows: 60 }],
    ['with another token', '1.p1 1.p2 2.p1 1.p3 2.p1 1.p4', { rows: 60, others: ['never-paged'] }],
    [
      'now and then on a long way',
      `p1 ${times(10, 'n')} p1 p12 p13 p1 p14 p15 p16 p17 p18 p19 p20`,
      { rows: 300 },
    ],
    ['after failures', 'p1!500 p1 p2 p3!500 p3'],
  ],
})

test.each([
  ['p?per_page=0 p?per_page=-1 p?per_page=101 p?per_page=abc p?per_page=100', 'note'],
  ['p?per_page=250 p?per_page=500 p?per_page=100', 'error'],
])('takes the sizes %s for: %s', (notation, severity) => {
  const found = judgeTrace(notation)
  expect(new Set(found.map((one) => one.severity))).toEqual(new Set([severity]))
})
