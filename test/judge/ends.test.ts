import { expect, test } from 'vitest'
import { type JudgeOptions, judgeTrace, testRule } from './judging.ts'

const times = (count: number, word: string): string =>
  Array.from({ length: count }, () => word).join(' ')

testRule('page-beyond-last', {
  breaks: [
    [
      'one page after the last',
      'p1 p2 p3 p4',
      'page 4 was requested, but the last page is 3',
      { count: 1 },
    ],
    [
      'the second page of a list of one',
      'p1 p2',
      'page 2 was requested, but the last page is 1',
      { rows: 10 },
    ],
    ['the second page of an empty list', 'p1 p2', 'but the last page is 1', { rows: 0 }],
    ['a page far off after the first', 'p1 p40', 'page 40 was requested, but the last page is 3'],
    ['a page far off at once', 'p40', 'page 40 was requested'],
    [
      'one page after the last on another connection, long after',
      'A.p1 A.p2 A.p3 B.p4~1000',
      'page 4 was requested',
    ],
    [
      'with a size',
      'p1 p2 p3 p4 p5 p6',
      'page 6 was requested, but the last page is 5',
      { query: 'per_page=9' },
    ],
  ],
  passes: [
    ['a search for the last page', 'p2 p4 p8 p6 p5 p1 p2 p3 p4 p5', { rows: 75 }],
    ['all pages', 'p1 p2 p3'],
    ['a page that was the last one when the client heard of it', 'p1 p2 -20 p3'],
    ['a page that is there by now', 'p1 p2 p3 +1 p4'],
    ['pages at once, of which the last are gone', 'A.p1 -30 A.p2 B.p3'],
    ['pages at once, before anybody knows how many there are', 'A.p1 B.p2 C.p3 D.p4'],
    ['a page that was saved and is just gone', 'p4'],
    [
      'a page number in an edition without',
      '-?page=9',
      { edition: 'autocalls', others: ['undocumented-parameter'] },
    ],
    ['an exact number of full pages', 'p1 p2', { rows: 30 }],
  ],
})

testRule('endless-walk', {
  breaks: [
    [
      'rounds and a part by clients that keep a connection each and began one after the other',
      'A.p1 B.p1 A.p2 C.p1 B.p2 A.p3 D.p1 C.p2 B.p3 A.p4 D.p2 C.p3 B.p4 A.p1 D.p3 C.p4 B.p1 A.p2 D.p4 C.p1 B.p2 A.p3 D.p1 C.p2 B.p3 A.p4 D.p2 C.p3 B.p4 A.p1 D.p3 C.p4 B.p1 A.p2 D.p4 C.p1 B.p2 A.p3 D.p1 C.p2 B.p3 D.p2 C.p3 D.p3',
      'began at the first page again, 2 whole rounds and a part',
      { rows: 60 },
    ],
    [
      'a null in the URL after the ends of two clients, over new connections',
      'A.c0 B.c0 A.c1 B.c1 A.c2 B.c2 C.-?cursor=null D.-?cursor=null C.c1 D.c1',
      'a null was put into the URL',
    ],
    [
      'two pages beyond the last',
      'p1 p2 p3 p4 p5',
      '2 requests came after the end of the list, the first for page 4',
      { rows: 40, count: 2 },
    ],
    [
      'many pages beyond the last',
      'p1 p2 p3 p4 p5 p6 p7 p8 p9',
      '6 requests came after the end',
      { rows: 40 },
    ],
    [
      'the last page again and again',
      'p1 p2 p3 p3 p3',
      'came after the end of the list, the first for page 3',
    ],
    ['the last page by cursor again and again', 'c0 c1 c2 c2 c2', 'came after the end of the list'],
    [
      'a cursor of nothing at the end',
      'c0 c1 c2 -?cursor=null',
      '1 request came after the end of the list, for the page at cursor null',
    ],
    [
      'round by round from the second page',
      'c0 c1 c2 c1 c2 c1',
      'after the end of the list the client went on with the page at cursor',
    ],
    [
      'round by round from the second page, by page',
      'p1 p2 p3 p4 p2 p3 p4 p2 p3 p4',
      'after the end of the list the client went on with page 2 again, 2 times',
      { rows: 60, count: 2 },
    ],
    [
      'one more round from the second page',
      'p1 p2 p3 p4 p2 p3 p4',
      'after the end of the list the client went on with page 2 again: it was a further round',
      { rows: 60, count: 1 },
    ],
    [
      'round by round with a cursor of nothing',
      'c0 n n -?cursor=None n n -?cursor=None n n -?cursor=None',
      'the first for the page at cursor None',
    ],
    [
      'cursors of nothing at the end, one after the other',
      'c0 c1 c2 -?cursor=null -?cursor=null -?cursor=null',
      'the first for the page at cursor null',
    ],
    ['the last page twice', 'p1 p2 p3 p3', 'page 3 was requested again although', { count: 1 }],
    [
      'the last page twice by each of two clients',
      'A.c0 B.c0 C.c1 D.c1 E.c2 F.c2 G.c2 H.c2',
      'was requested again although its answer had ended the list',
    ],
    ['the last page twice, with a failure', 'p1 p2 p3 p3!500 p3~200', 'page 3 was requested again'],
    ['an empty list by number on and on', 'p1 p2 p3', 'came after the end', { rows: 0 }],
    [
      'rounds from the start, the third left in the middle',
      'c0 c1 c2 c0 c1 c2 c0 c1',
      '2 whole rounds and a part',
    ],
    ['rounds by page', 'p1 p2 p3 p1 p2 p3 p1 p2 p3 p1 p2', '3 whole rounds and a part'],
    [
      'a round that an empty cursor began, after a first page without a cursor',
      'p c1 c2 c0 c1 c2',
      'the null at the end was sent as an empty text',
    ],
  ],
  passes: [
    [
      'the second page over another connection, by clients that all begin there',
      'A.p2 A.p3 A.p4 A.p5 A.p6 AB.p2 AB.p3 AB.p4 AB.p5 AB.p6 C.p2 C.p3 C.p4 C.p5 C.p6',
      { rows: 84, others: ['rows-missed'] },
    ],
    ['one page beyond', 'p1 p2 p3 p4', { others: ['page-beyond-last'] }],
    ['the last page again a second later', 'p1 p2 p3 p3~1000'],
    ['the last page again after failures', 'p1 p2 p3!500 p3!500~100 p3~200'],
    ['the first page of a short list again and again', 'p1 p1 p1 p1', { rows: 10 }],
    ['whole rounds', 'c0 c1 c2 c0 c1 c2 c0 c1 c2'],
    ['the second page once more after the end', 'c0 c1 c2 c1'],
    ['one whole round and a part', 'p1 p2 p3 p1 p2', { others: ['stopped-early'] }],
    ['rounds some time apart', 'c0 c1 c2 c0~5000 c1 c2 c0~5000 c1', { others: ['stopped-early'] }],
    [
      'rounds of other clients',
      'A.c0 A.c1 A.c2 B.c0 B.c1 B.c2 C.c0 C.c1',
      { others: ['stopped-early'] },
    ],
    ['an empty cursor after the end', 'c0 c1 c2 c0 c1 c2'],
    ['a list that grows for as long as it is read', 'p1 +15 n +15 n +15 n +15 n n n'],
    ['turning pages around the end', 'p1 p2 p3 p2 p3 p2 p3'],
    ['polling the last page for news, which come', 'p1 p2 p3~2000 +1 p3~2000 +1 p4~2000'],
  ],
})

const severitiesOf = (notation: string, options: JudgeOptions = {}): string[] =>
  judgeTrace(notation, options).map(({ severity }) => severity)

test.each([
  ['p1 p2 p1 p2 p1 p2 p1 p2', 'warning'],
  ['p1~60 p2~60 p1~60 p2~60 p1~60 p2~60 p1~60 p2~60', 'note'],
  ['p1 p1 p1 p1 p1 p1', 'warning'],
  ['A.p1 B.p1 A.p1 B.p1 A.p1 B.p1 A.p1 B.p1 A.p1 B.p1 A.p1 B.p1', 'warning'],
  ['p1 p1 p1!503 p1~200 p1 p1 p1', 'warning'],
  ['p1 p1 p1 p1 p1', 'note'],
  ['p p p p p p', 'note'],
  ['p1~300 p1~300 p1~300 p1~300 p1~300 p1~300', 'note'],
  ['p1000?per_page=15', 'note'],
  ['c0 c0 c1 c1 c2 c2 c3 c3 c4 c4 c5 c5', 'warning'],
  ['p p1 p2 p2 p3 p3 p4 p4 p5 p5 p6 p6', 'note'],
  ['c0 c0 c0 c1 c1 c1 c2 c2 c2 c3 c3 c3 c4 c4 c4 c5 c5 c5', 'warning'],
  ['AB.c0 AC.c0 AD.c1 AE.c1 AF.c2 AG.c2 AH.c3 AI.c3 AJ.c4 AK.c4 AL.c5 AM.c5', 'note'],
])(
  'takes the wish for the same pages again, or for one far off, %s, for: %s',
  (notation, severity) => {
    expect(severitiesOf(notation, { rows: 90 })).toEqual([severity])
  },
)

test('only notes a client that watches the last page', () => {
  expect(severitiesOf('p1 p2 p3 p3~50 p3~50 p3~50')).toEqual(['note'])
  expect(severitiesOf('p1 p2~40 p3~5 p4~40 p5~5 p5~50 p5~50 p5~50', { rows: 75 })).toEqual(['note'])
  expect(severitiesOf('p1 p2 p3 p3 p3 p3')).toEqual(['error'])
})

testRule('same-page-again', {
  breaks: [
    [
      'a page three times',
      'p1 p2 p2 p2',
      'page 2 was fetched 3 times in a row, each time with success',
      { count: 3 },
    ],
    ['a page many times', `p1 ${times(20, 'p2')}`, 'page 2 was fetched 20 times'],
    ['a cursor three times', 'c0 c1 c1 c1', 'was fetched 3 times in a row'],
    ['a page three times, then on', 'p1 p2 p2 p2 p3', 'page 2 was fetched 3 times'],
    ['a page that was resumed', 'p2 p2 p2', 'page 2 was fetched 3 times'],
    [
      'nearly all pages twice, by workers that share a cursor',
      'A.c0 A.c1 B.c1 A.c2 B.c2 A.c3 B.c3 A.c4',
      '3 of the 4 pages after the first were fetched more than once',
      { rows: 75, count: 6 },
    ],
    [
      'the first page once for each page, after the list',
      'p1 p2 p3 p1 p1 p1 p1',
      'the first page was fetched 4 times in a row, without a pause',
      { count: 4 },
    ],
    [
      'the first page as often as the list has pages, at an easy pace',
      'A.c0 B.c0 A.c1 B.c1 A.c2 B.c2 A.c3 B.c3 A.c0~100 A.c0~100 A.c0~100 A.c0~100',
      'the first page was fetched 4 times in a row, without a pause',
      { rows: 60, count: 4 },
    ],
    [
      'the first two pages in turns',
      times(4, 'p1 p2'),
      'the client fetched the first page and page 2 in turns, 4 times, and no other page',
      { rows: 90, count: 8 },
    ],
    [
      'every page three times',
      'p1 p1 p1 p2 p2 p2 p3 p3 p3 p4 p4 p4',
      'every page was requested 3 times in a row, each time with success',
      { rows: 60, count: 12 },
    ],
    [
      'the first two pages in turns, beside another client',
      `B.p1 ${times(6, 'A.p1 A.p2')} B.p2 B.p3`,
      'the client fetched the first page and page 2 in turns, 6 times, and no other page',
      { count: 12 },
    ],
    [
      'every page twice, by two clients over new connections',
      'A.p1 B.p1 C.p2 D.p2 E.p2 F.p2 G.p3 H.p3 I.p3 J.p3 K.p4 L.p4 M.p4 N.p4 O.p5 P.p5',
      'every page from page 2 on was requested at least 4 times, but the first page only 2 times',
      { rows: 75 },
    ],
    [
      'some pages twice at once, by two workers of the only client',
      'A.c0 A.c1 B.c1 A.c2 A.c3 A.c4 B.c4 A.c5 A.c6 B.c7',
      'were fetched twice, each time with success',
      { rows: 120, edition: 'autocalls', count: 4 },
    ],
    [
      'each page twice as often as the one before, as a function does that calls itself twice',
      'p1 p2 p3 p3 p2 p3 p3',
      'each page was fetched twice as often as the one before: 1, 2 and 4 times',
      { count: 6 },
    ],
    [
      'every cursor twice, by one of two clients over new connections',
      'A.c0 B.c0 C.c1 D.c1 E.c1 F.c2 G.c2 H.c2 I.c3 J.c3 K.c3 L.c4 M.c4',
      'was requested at least 3 times, but the first page only 2 times',
      { rows: 75, edition: 'autocalls' },
    ],
    [
      'a cursor far more often than there are clients, over new connections',
      'A.c0 B.c0 C.c1 D.c1 E.c2 D.c3 F.c1 G.c1 H.c1',
      'was fetched 5 times, although its clients began only 2 times',
      { rows: 105, edition: 'autocalls' },
    ],
    [
      'a cursor again and again, with the number of all requests where clients may be mixed',
      'A.c0 B.c0 C.c1 A.c1 D.c1 A.c2 E.c1 A.c3 F.c1 G.c1 H.c1',
      'was fetched 7 times, although its clients began only 2 times',
      { rows: 75, count: 7 },
    ],
    [
      'every cursor twice, over a connection that no client by page uses',
      'A.c0 B.p1 A.c1 A.c1 A.c2 A.c2 A.c3 A.c3 A.c4 A.c4 C.p2 D.p3 E.p4 F.p5',
      'on was fetched twice, each time with success',
      { rows: 75 },
    ],
    [
      'every page twice beside a client that comes to each later',
      'A.c0 B.c0 A.c1 A.c1 B.c1 A.c2 A.c2 B.c2 A.c3 A.c3 B.c3',
      'was fetched twice, each time with success',
      { rows: 60, count: 6 },
    ],
    [
      'the pages of three workers with one counter',
      'p1 p2 p2 p2 p5 p5 p5',
      'page 2 was fetched 3 times in a row',
      { rows: 75 },
    ],
    [
      'two pages in turn, on and on',
      'p2 p3 p2 p3 p2 p3 p2 p3',
      'the client went back and forth between page 2 and page 3 in 8 requests',
    ],
    [
      'two pages by cursor in turn, on and on',
      'c0 n v n v n v n',
      'the client went back and forth between the first page and the page at cursor',
    ],
    [
      'every page twice',
      'p1 p2 p2 p3 p3 p4 p4',
      'every page from page 2 on was fetched twice',
      { rows: 60 },
    ],
    [
      'every page twice, while some requests fail',
      'p1 p2 p2 p3!500 p3~200 p3 p4 p4!500 p4~200',
      'every page from page 2 on was fetched twice',
      { rows: 60 },
    ],
    [
      'every page twice, beside another client',
      'A.p1 B.p1 A.p2 B.p2 A.p2 B.p3 A.p3 B.p4 A.p3 A.p4 A.p4',
      'every page from page 2 on was fetched twice',
      { rows: 60 },
    ],
    [
      'every page by two requests at once',
      'A.p1 A.p2*5 B.p2*5 A.p3*5 B.p3*5 A.p4*5 B.p4*5',
      'every page from page 2 on was requested twice at about the same time',
      { rows: 60 },
    ],
    [
      'the last page by all requests at once',
      'A.p1 A.p6*5 B.p6*5 C.p6*5 D.p6*5',
      'page 6 was requested',
      { rows: 90 },
    ],
    [
      'every page by two requests at once, the second page at an easier pace',
      'A.p1 A.p2 A.p2 A.p3*50 B.p3*50 A.p4*50 B.p4*50 A.p5*50 B.p5*50',
      'every page from page 3 on was requested twice at about the same time',
      { rows: 75 },
    ],
    [
      'every cursor twice, by two workers that share them',
      'c0 A.c1*50 B.c1*5 B.c2*5 A.c2*50 B.c3*5 B.c3*5',
      'was fetched twice, each time with success',
      { rows: 60 },
    ],
    [
      'every cursor twice, also the first page',
      'c0 c0 c1 c1 c2 c2',
      'every page was requested twice in a row, each time with success',
      { count: 6 },
    ],
    [
      'every cursor twice, by clients whose walks took requests of each other',
      'A.c0 B.c0 B.c0 C.c0 A.c0 C.c0 B.c1 A.c1 C.c1 B.c1 C.c1 A.c1 C.c2 B.c2 A.c2 C.c2 B.c2 A.c2',
      'every page was requested twice in a row, each time with success',
    ],
    [
      'every cursor twice, by two clients on connections of their own',
      'A.c0 B.c0 A.c0 B.c0 A.c1 B.c1 A.c1 B.c1 A.c2 B.c2 A.c2 B.c2',
      'every page was requested twice in a row, each time with success',
    ],
    [
      'pages at the borders of shares',
      'p1 p2 p3 p3 p4 p5 p5 p6 p7',
      'page 3 and page 5 were fetched twice',
      { rows: 105, count: 4 },
    ],
  ],
  passes: [
    [
      'a second request for each page that is slow',
      'A.c0*30 A.c1*30 B.c1~20 A.c2*30 B.c2~20 A.c3*30',
      { rows: 60 },
    ],
    [
      'pages turned back and forth over new connections',
      'A.p1 B.p2 C.p3 D.p2 E.p3 F.p3 G.p2 H.p1',
      { rows: 120 },
    ],
    ['every cursor by two walks with names', 'c0#a c0#b c1#a c1#b c2#a c2#b'],
    ['every page by two walks with names', 'p1#a p1#b p2#a p2#b p3#a p3#b'],
    [
      'every cursor by named walks beside others',
      'A.c0#a B.c0#c A.c0#b B.c0#d A.c1#a A.c1#b B.c1#c B.c1#d A.c2#a A.c2#b B.c2#c B.c2#d',
    ],
    ['a page at once after failures', 'A.p1 B.p3*90 C.p3!502*90 D.p3!502*90 E.p3!502*90'],
    [
      'every page by two identical searches',
      'A.p1 B.p1 A.p2 B.p2 A.p4 B.p4 A.p8 B.p8',
      { rows: 120 },
    ],
    ['a page twice', 'p1 p2 p2 p3'],
    ['a page again after a timeout of the client', 'p1 p2 p2!hangup p2~200 p2 p3'],
    [
      'a page again whose answers may have come after the timeout',
      'p1 p2!hangup*50 p2!hangup*50~300 p2!hangup*50~600 p2~900 p3 p3~300 p3~600 p4',
      { rows: 60 },
    ],
    ['the first page three times', 'p1 p1 p1 p2 p3'],
    ['a page three times with failures in between', 'p1 p2!500 p2!500~100 p2~200 p3'],
    ['a page three times by three clients', 'A.p1 B.p1 C.p1 A.p2 B.p2 C.p2 A.p3 B.p3 C.p3'],
    ['a cursor three times by three clients', 'A.c0 B.c0 C.c0 A.c1 B.c1 C.c1 A.c2 B.c2 C.c2'],
    ['two pages every second', times(5, 'p1~1000 p2'), { others: ['stopped-early'] }],
    ['the first page four times at an easy pace', 'c0 c1 c2 c0~100 c0~100 c0~100 c0~100'],
    ['back and forth', 'p1 p2 p3 p2 p3 p2 p3'],
    [
      'the first two pages by one client after the other',
      'A.p1 A.p2 AB.p1 AB.p2 AC.p1 AC.p2 AD.p1 AD.p2 AE.p1 AE.p2 AF.p1 AF.p2',
      { rows: 75, others: ['stopped-early'] },
    ],
    [
      'a cursor once more after an empty page',
      'A.c0 B.c0 C.c0 D.c0 A.c1!empty_page B.c1 C.c1 D.c1 A.c1 B.c2 C.c2 D.c2 A.c2 B.c3 C.c3 D.c3 A.c3 B.c4 C.c4 D.c4 A.c4',
      { rows: 75 },
    ],
    [
      'the first two pages twice by four clients, one of which spells out page 1',
      'A.p B.p C.p A.p2 AD.p1 B.p2 C.p2 AD.p2 A.p~150 B.p1 C.p1 A.p2~60 AD.p1 B.p2 C.p2 AD.p2',
      { rows: 90, others: ['stopped-early'] },
    ],
  ],
})

testRule('stopped-early', {
  breaks: [
    [
      'the second page of three',
      'p1 p2',
      'the walk stopped at page 2 of 3 although a next page was offered',
      { count: 1 },
    ],
    [
      'the second page by cursor',
      'c0 c1',
      'the walk stopped after 2 pages although a next page was offered',
    ],
    ['in an edition by cursor', 'c0 n', 'the walk stopped after 2 pages', { edition: 'autocalls' }],
    ['after nine pages of twenty', `p1 ${times(8, 'n')}`, 'at page 9 of 20', { rows: 290 }],
    ['a walk that was resumed', 'p2 p3', 'at page 3 of 7', { rows: 99 }],
    ['pages at once, the last ones left out', 'A.p1 B.p2 C.p3', 'at page 3 of 7', { rows: 99 }],
    ['after a retry', 'p1 p2!500 p2', 'at page 2 of 3'],
    ['the same walk each day', 'p1 p2 t+86400 p1 p2', 'at page 2 of 3', { count: 2 }],
  ],
  passes: [
    ['to the end', 'p1 p2 p3'],
    ['the first page alone', 'p1', { others: ['never-paged'] }],
    ['all pages at once that a count had shown', 'A.p1?per_page=1 +16 A.p1*50 B.p2', { rows: 30 }],
    ['one page in the middle', 'p2'],
    ['while it may go on', 'p1 p2', { isLive: true }],
    ['backwards', 'p3 p2 p1 p2'],
    ['backwards by cursor', 'c0 n v'],
    ['a person who turns pages and looks at the first again', 'p1 p2 p1'],
    ['when the last request failed', 'p1 p2 p3!500', { others: ['no-retry'] }],
    ['when the last request was cut', 'c0 c1 c2!cut', { others: ['no-retry'] }],
    ['when the last answer was odd', 'p1 p2!duplicate_rows'],
    ['when the key was wrong by then', 'p1 p2 p3!401'],
    ['samples of the list', 'p1 p3 p8 p12', { rows: 300 }],
    ['first and last page', 'p1 p20', { rows: 300 }],
    ['a retry that never came', 'p1 p2 p3!429@1', { others: ['no-retry'] }],
    ['when rows came after the last page was read', 'p1 p2 p3 +15'],
    ['when the list became shorter', 'p1 p2 -20 n', { rows: 60 }],
    ['a walk in turns over two connections', 'A.p1 B.p2 A.p3'],
    ['an upper page of a dashboard with filters of its own', 'p1?type=widget p1 p2 p3'],
  ],
})

testRule('count-by-length', {
  breaks: [
    [
      'a short page for the last',
      'p1 p2!short_page',
      'stopped after a page of 3 rows, fewer than the 15 of per_page, although a next page was offered',
    ],
    ['an empty page for the last', 'p1 p2!empty_page', 'stopped after a page of 0 rows'],
    ['a short page by cursor for the last', 'c0 c1!short_page', 'stopped after a page of 3 rows'],
  ],
  passes: [
    ['a short page in the middle', 'p1 p2!short_page p3'],
    ['a short page by cursor in the middle', 'c0 n!short_page n n'],
    ['the last page, which is short', 'p1 p2 p3', { rows: 40 }],
    ['the only page, which is short', 'p1!short_page'],
    ['a full page', 'p1 p2', { others: ['stopped-early'] }],
    ['a short page while it may go on', 'p1 p2!short_page', { isLive: true }],
  ],
})

test('takes one look of each of as many clients as the list has pages for no loop', () => {
  const looks = 'A.p1?per_page=25 AB.p1?per_page=25 AC.p1*30?per_page=25 D.p1?per_page=25'
  const found = judgeTrace(looks, { rows: 100 })
  expect(found.map(({ rule, severity }) => [rule.id, severity])).toEqual([['never-paged', 'note']])
})

test('says that a client which stopped began again', () => {
  const [found] = judgeTrace(`p1 ${times(8, 'n')} p1 p2 p3 p4 p5`, { rows: 290 })
  expect(found?.message).toBe(
    'the walk stopped at page 9 of 20 although a next page was offered: the last 155 of 290 rows are missing; the next request began again at the first page: perhaps only the first digit of 10 was read',
  )
  expect(found?.shown.map(({ note }) => note)).toEqual([
    'next was page 10',
    'the first page again',
    'next was page 6',
  ])
})

test('tells a client that stops and begins again each time once', () => {
  const round = `p1 ${times(8, 'n')}`
  const short = 'p1 p2 p3 p4 p5'
  const found = judgeTrace(`${short} ${short} p1 p2 p3 p4`, { rows: 180 })
  expect(found.map(({ message, walks }) => [message, walks])).toEqual([
    [expect.stringContaining('stopped at page 5 of 12'), 3],
  ])
  expect(
    judgeTrace(`${round} ${round} p1 p2 p3`, { rows: 180 }).map(({ message }) => message),
  ).toEqual([
    'page 10 was offered after page 9, and page 1 was requested instead, 2 times: perhaps only the first digit of 10 was read',
  ])
})

test.each([
  ['p1 p2 p3', 'note', 105],
  ['c0 c1 c2', 'note', 105],
  ['p1 p2 p3 p4', 'error', 105],
  ['p1 p2 p3', 'error', 60],
])('takes a stop after %s for: %s', (notation, severity, rows) => {
  const found = judgeTrace(notation, { rows })
  expect(found.map((finding) => [finding.rule.id, finding.severity])).toEqual([
    ['stopped-early', severity],
  ])
})

testRule('total-trusted', {
  breaks: [
    ['a later round of the client', 'p1 +16 p2 p3 p1~6000 p2 p3 p4 p5', 'with a total of 45'],
    [
      'the last page of the first answer',
      'p1 +20 p2 p3',
      /stopped at page 3, the last one when it began with a total of 45; when it ended, there were 65 rows on 5 pages/,
      { count: 1 },
    ],
    [
      'one row more, on a page of its own',
      'p1 p2 +6 p3',
      'when it ended, there were 46 rows on 4 pages',
      { rows: 40 },
    ],
  ],
  passes: [
    ['all that was offered', 'p1 +20 p2 p3 p4 p5'],
    ['rows that came after the last answer', 'p1 p2 p3 +20'],
    ['rows that fit on the last page', 'p1 +5 p2 p3', { rows: 40 }],
    ['a walk that its client soon began again', 'p1 +16 p2 p3 p1~900 p2 p3 p4 p5'],
    ['a walk that stopped before', 'p1 +20 p2', { others: ['stopped-early'] }],
    ['a walk by cursor, where new rows come before the first', 'c0 +20 n n'],
    ['pages at once, asked before the rows came', 'A.p1 A.p2 +20 B.p3', { rows: 40 }],
  ],
})
