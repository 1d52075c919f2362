import { expect, test } from 'vitest'
import { trace } from '../walks/trace.ts'
import { judgeEntries, judgeTrace, testRule } from './judging.ts'

testRule('token-lost', {
  breaks: [
    [
      'the next page over the same connection',
      'p1 0.p2!401',
      'page 2 was requested without the Authorization header, and refused with 401; request #1 before it had a valid key',
      { count: 1 },
    ],
    ['the next page over another connection', 'A.p1 0B.p2!401', 'page 2 was requested without'],
    ['a page of one of two', 'A.p1 B.p1 0C.p2!401 A.p2 A.p3', 'page 2 was requested without'],
    ['a cursor', 'c0 0B.c1!401', 'was requested without the Authorization header'],
    ['a page that comes with the key in the end', 'p1 0.p2!401 p2 p3', 'page 2 was requested'],
    ['the bare next_page_url', 'p1?type=widget 0.p2!401?', 'page 2 was requested', { rows: 90 }],
    [
      'all further pages at once',
      'A.p1 0B.p2!401 0C.p3!401 0D.p4!401 0E.p5!401',
      'page 2 was requested without',
      { rows: 75, count: 4 },
    ],
    [
      'all further pages at once, of which the next one fails before its key is checked',
      'A.p1 0B.p2!429@1 0C.p3!401 0D.p4!429@1 0E.p5!401',
      'page 3 was requested without the Authorization header, and refused with 401; request #1 before',
      { rows: 75, count: 4 },
    ],
    [
      'a page by each of three clients, each of which tries it three times',
      'A.p1 B.p1 C.p1 0D.p2!401 0E.p2!401 0F.p2!401 0G.p2!401~200 0H.p2!401 0I.p2!401 0J.p2!401~400 0K.p2!401 0L.p2!401',
      'page 2 was requested without',
      { rows: 75, count: 9 },
    ],
  ],
  passes: [
    ['a first page', 'p1 p2 p3 0.p1!401'],
    ['a page that nothing offered', 'p1 p2 p3 0.p9!401'],
    ['a page that its walk requested itself', 'A.p1 0B.p2!401 A.p2 A.p3'],
    [
      'another list',
      'A.p1?type=widget 0B.p2!401?type=whatsapp',
      { rows: 90, others: ['never-paged'] },
    ],
  ],
})

test.each([
  ['missing', 'without the Authorization header'],
  ['other', 'with an Authorization header without the word Bearer'],
  ['keyless', 'with the word Bearer, but without a key'],
  ['sound', 'with a key that is unknown or has expired'],
] as const)('says that the header was %s', (authorization, words) => {
  const [first, lost] = trace('p1 0.p2!401')
  if (!first || !lost) throw new Error('no trace')
  const [found] = judgeEntries([first, { ...lost, authorization }])
  expect(found?.message).toContain(`page 2 was requested ${words}, and refused with 401`)
  expect(found?.shown.map(({ note }) => note)).toEqual(['with a valid key', words])
})

testRule('page-not-understood', {
  breaks: [
    [
      'two pages in a URL, of which the last one is always 1',
      '-?page=1 -?page=2&page=1 -?page=2&page=1 -?page=2&page=1',
      'page=2&page=1 was taken for page 1, so the first page came again: the URL has several pages, of which the last one counts',
      { count: 3 },
    ],
    [
      'a number with a fraction',
      '-?page=1 -?page=2.0 -?page=3.0',
      'page=2.0 was taken for page 1, so the first page came again: the number of a page has no decimal point',
      { count: 2 },
    ],
    [
      'brackets',
      '-?page[number]=1 -?page[number]=2 -?page[number]=3',
      'page[number]=2 was taken for page 1, so the first page came again',
      { count: 2 },
    ],
    [
      'zeros in front',
      '-?page=01 -?page=02',
      'page=02 was taken for page 1, so the first page came again: the number of a page has no zero in front',
      { count: 1 },
    ],
    ['a whole URL', 'p1 -?page=https%3A%2F%2Fx.test%2F%3Fpage%3D2', 'it is a whole URL'],
    ['pages from 0', 'p0 p1 p2 p3', 'page=0 was taken for page 1, so the first page came again'],
    ['pages from 0 that end too soon', 'p0 p1 p2', 'pages count from 1'],
    ['page 0 as a test', 'p0', 'page=0 was taken for page 1'],
  ],
  passes: [
    ['the same page twice in a URL', '-?page=1&page=1 -?page=2&page=2 -?page=1&page=3'],
    ['no number', '-?page= p2 p3'],
    ['a number with a plus', '-?page=%2B1 p2 p3'],
    ['pages', 'p1 p2 p3'],
    ['an edition without', '- n n', { edition: 'autocalls' }],
  ],
})

test.each([
  ['one page 0', 'p0', 'note'],
  ['one page 0 that failed first', 'p0!503 p0~500', 'note'],
  [
    'one beside a client with other filters',
    'A.p1?type=api A.p2?type=api B.p0 A.p3?type=api',
    'note',
  ],
  [
    'one each of clients that use their connections for more',
    'A.p?type=x!422 B.p?type=x!422 A.p0 B.p0',
    'note',
  ],
  ['several over one connection', 'p0 p0', 'error'],
  ['one with pages after it', 'p0 p1 p2 p3', 'error'],
  ['one that failed first, with pages after it', 'p0!503 p0~500 p1 p2 p3', 'error'],
])('takes %s for: %s', (_what, notation, severity) => {
  const found = judgeTrace(notation).filter(({ rule }) => rule.id === 'page-not-understood')
  expect(found.map((one) => one.severity)).toEqual([severity])
})

testRule('rows-missed', {
  breaks: [
    [
      'pages from 2 on',
      'p2 p3 p4 p5',
      'page 1 of 5 was never requested: 15 rows are missing',
      { rows: 75, count: 1 },
    ],
    [
      'an inner page',
      'p1 p2 p4 p5',
      'page 3 of 5 was never requested: 15 rows are missing',
      { rows: 75, count: 2 },
    ],
    [
      'every second page',
      'p1 p3 p5 p7',
      'pages 2, 4 and 6 of 7 were never requested: 45 rows are missing; only every second page was requested: perhaps the counter is raised by 2 each time',
      { rows: 100 },
    ],
    [
      'the first page, by a client that reads downwards while a row comes',
      'p8 +1 p7 p6 p5 p4 p3 p2',
      'page 1 of 9 was never requested: 15 rows are missing',
      { rows: 120 },
    ],
    ['every third page', 'p1 p4 p7', 'only every third page was requested', { rows: 100 }],
    ['every fifth page', 'p1 p6 p11', 'only every 5th page was requested', { rows: 160 }],
    [
      'a page in the middle, and the last one',
      'p1 p2 p4 p5 p6 p7',
      'pages 3 and 8 of 8 were never requested: 30 rows are missing',
      { rows: 120 },
    ],
    [
      'every second page twice',
      'p2 p2 p4 p4 p6 p6',
      'pages 1, 3 and 5 of 6 were never requested: 45 rows are missing',
      { rows: 90 },
    ],
    [
      'every second page twice, of a list with two of these',
      'p2 p2 p4 p4',
      'pages 1, 3 and 5 of 5 were never requested: 45 rows are missing; only every second page',
      { rows: 75 },
    ],
    ['every second page after the first', 'p1 p2 p4 p6', 'pages 3 and 5 of 6 were', { rows: 90 }],
    [
      'the first page, by a counter that went on',
      'p1?type=widget p2?type=widget p3?type=widget +45 p4 p5 p6',
      'the walk began at page 4 of 6, and pages 1 to 3 were never requested; the list before ended with page 3, so perhaps',
    ],
    [
      'all pages, by a counter that went on beyond them',
      'p1?type=widget p2?type=widget p3?type=widget -44 p4',
      'the walk began at page 4, but the list has only 1 page, and page 1 was never requested; the list before',
    ],
    ['the beginning', 'p3 p4 p5', 'began at page 3 of 5, and pages 1 and 2 were', { rows: 75 }],
    ['one that two workers lost at once', 'A.p1 A.p2*20 B.p5*20 B.p4', 'page 3 of 5', { rows: 75 }],
    [
      'the first one, from the last page down',
      'p?per_page=1 p5 p4 p3 p2',
      'page 1 of 5',
      { rows: 75 },
    ],
    [
      'the last one, from the page before it down',
      'p1 p5 p4 p3 p2',
      'page 6 of 6 was never requested: 5 rows are missing; the walk went down from page 5',
      { rows: 80 },
    ],
    [
      'the last one, from the page before it down, beside a client that has it',
      'A.p1 B.p1 A.p5 B.p2 A.p4 B.p3 A.p3 B.p4 A.p2 B.p5 B.p6',
      'page 6 of 6 was never requested: 5 rows are missing',
      { rows: 80 },
    ],
    [
      'the last one, from the page before it down, by one client after another',
      'A.p1 A.p5 A.p4 A.p3 A.p2 B.p1 B.p5 B.p4 B.p3 B.p2',
      'page 6 of 6 was never requested: 5 rows are missing; the walk went down from page 5',
      { rows: 80 },
    ],
    [
      'the first ones of a shorter list, with the number of the last page before',
      'p1 p2 p3 p3?type=whatsapp',
      'the list before ended with page 3, so perhaps the counter was not set back to 1',
    ],
    ['each third one', 'p1 p3 p4 p6', 'pages 2 and 5 of 6 were never', { rows: 90 }],
    ['one between two ends that met', 'p1 p2 p7 p3 p6 p5', 'page 4 of 7 was never', { rows: 105 }],
    [
      'the first one, which one of two clients has, unless it is one',
      'A.p1 A.p2 B.p3 A.p3 B.p2 A.p4 B.p4 A.p5 B.p5',
      'page 1 of 5 was requested less often than the other pages: 15 rows are missing, or one client',
      { rows: 75 },
    ],
    [
      'those that workers with one counter leave out, while they take others twice',
      'A.p1 B.p2 C.p2 A.p4 B.p4 A.p5 B.p7 A.p7 B.p8 B.p10',
      'pages 3, 6 and 9 of 10 came less often than page 1, and pages 2, 4 and 7 more often',
      { rows: 150 },
    ],
    [
      'one that a worker left out after a page that two workers took',
      'A.p1 A.p2 B.p2 B.p4 A.p5 B.p6 A.p7',
      'page 3 of 7 came less often than page 1, and page 2 more often',
      { rows: 105 },
    ],
    [
      'every second one, by one of three clients that share connections',
      'A.p1 B.p1 A.p3 C.p1 A.p5 B.p2 D.p2 A.p7 C.p3 E.p3 A.p9 B.p4 C.p4 D.p5 B.p5 C.p6 D.p6 B.p7 C.p7 D.p8 B.p8 C.p9 D.p9 B.p10 C.p10',
      'pages 2, 4, 6 and 8 of 10 came less often than page 1: one of the clients left them out',
      { rows: 150 },
    ],
    ['one that workers lost', 'A.p1 B.p2 C.p3 A.p5 B.p6', 'page 4 of 6 was never', { rows: 90 }],
  ],
  passes: [
    ['a first page by cursor, and the others by page', 'c0 p2 p3 p4 p5', { rows: 75 }],
    [
      'a search over connections in turns, whose pages beyond the end are no share of the list',
      'p2 p4 p8 B.p16 p12 B.p10 p9',
      { rows: 135, others: ['page-beyond-last'] },
    ],
    ['looks here and there', 'p1 p3 p8 p12', { rows: 300 }],
    ['looks without an order', 'p1 p4 p3 p6', { rows: 90 }],
    ['a reader who jumps to the end and back', 'p1 p2 p6~500 p5~500 p1~500 p3~500', { rows: 90 }],
    [
      'second requests, some of which fail',
      'A.p1 A.p2*50 B.p2*50 A.p3*50 B.p3!500*50 B.p3~100 A.p4*50 B.p4*50',
      { rows: 60, others: ['same-page-again'] },
    ],
    [
      'a reader who turns pages, beside another client',
      'A.p1 B.p1 B.p2~70 A.p2 B.p3~70 A.p3 A.p4 A.p5 A.p6 A.p6~70 A.p5~70',
      { rows: 90 },
    ],
    [
      'a page before one that a client repeats, over new connections',
      'A.p1*9 AB.p2*10~1 AC.p1*8~1 D.p3*9~0 CE.p3*8~1 F.p3*6~1 G.p3*9~2 H.p4~300',
      { rows: 60 },
    ],
    ['a walk down from the last page', 'p1 p6 p5 p4 p3 p2', { rows: 90 }],
    ['a walk down from the last page, to which rows came', 'p1 p6 +5 p5 p4 p3 p2', { rows: 90 }],
    ['a walk down from the middle', 'p1 p5 p4 p3 p2', { rows: 150 }],
    ['a reader who turns back from the page before the last', 'p1 p5 p4 p3 p5', { rows: 90 }],
    [
      'a last page that another client beside the walk down fetched for it',
      'A.p1 A.p5 B.p6 A.p4 A.p3 A.p2',
      { rows: 90 },
    ],
    ['pages chosen here and there, though equally far apart', 'p1 p5 p3', { rows: 105 }],
    ['two requests each for some of the pages', 'A.p1 A.p5 B.p5 A.p14 B.p14', { rows: 225 }],
    ['a reader who chooses pages in a table', 'p1 p6 p1 p4 p3 p5', { rows: 90 }],
    ['a reader who turns pages', 'p1 p2 p5 p4', { rows: 75 }],
    [
      'a page that a client beside it requested twice, perhaps once for this one',
      'A.p1 B.p1 A.p2 B.p2 A.p4 B.p3 A.p5 B.p4 B.p3 B.p5',
      { rows: 75 },
    ],
    ['a search for the last page', 'p2 p4 p8 p6 p5 p1 p2 p3 p4 p5', { rows: 75 }],
    [
      'every page twice, over two connections',
      'A.p1 A.p2 B.p2 A.p3 B.p3 A.p4 B.p4',
      { rows: 60, others: ['same-page-again'] },
    ],
    [
      'a page of a crowd that some client read once more',
      'A.p1 B.p1 C.p2 D.p2 E.p3 F.p2 G.p3 H.p3 I.p4 J.p4 K.p5 L.p5',
      { rows: 75 },
    ],
    ['a walk from where an earlier one stopped', 'p1 p2~100 t+60 p3 p4 p5', { rows: 75 }],
    ['pages here and there', 'p3 p5', { rows: 75 }],
    ['pages that a look before had', 'p1 p1 p2 p3', { rows: 45 }],
    [
      'a page of another worker, who names its walk',
      'A.p1#a A.p2#a A.p4#a B.p3#b A.p5#a',
      { rows: 75 },
    ],
    [
      'second requests for slow pages only',
      'A.p1*50 B.p1*9 A.p2*50 B.p2*9 A.p3 A.p4*50 B.p4*9 A.p5*50 B.p5*9 A.p6',
      { rows: 90 },
    ],
    ['a page that failed', 'p1 p2 p3!500 p4 p5', { rows: 75, others: ['no-retry'] }],
  ],
})
