import { cursorAt } from '../walks/fake-list.ts'
import { testRule } from './judging.ts'

const own = cursorAt(31)

testRule('cursor-not-issued', {
  breaks: [
    [
      'a cursor that is made up',
      'c0 -?cursor=made-up',
      'cursor made-up was never given to this token',
      { count: 1 },
    ],
    ['one at the start', '-?cursor=made-up', 'cursor made-up was never given'],
    [
      'one that is made up like those that are given',
      `c0 -?cursor=${cursorAt(20)}`,
      'was never given to this token',
    ],
    [
      'a row id',
      'c0 -?cursor=31',
      'cursor 31 was never given to this token: it is the id of a row; the API sent the first page again',
    ],
    ['a date', 'c0 -?cursor=2025-01-31', 'it is a date, perhaps that of a row'],
    [
      'its JSON',
      `c0 -?cursor=${encodeURIComponent(Buffer.from(own, 'base64url').toString())}`,
      'it is one that was given, decoded to JSON',
    ],
    ['the number of a page', 'c0 -?cursor=2', 'it looks like the number of a page'],
    [
      'a beginning with dots',
      `c0 -?cursor=${own.slice(0, 20)}...`,
      'it is one that was given, cut short by',
    ],
    ['the text of nothing in Go', 'c0 -?cursor=<nil>', "Go's nil was put into the URL"],
    ['other JSON', 'c0 -?cursor=%7B%22id%22:1%7D', 'it is JSON, which a cursor is only before'],
    ['another case', `c0 -?cursor=${own.toLowerCase()}`, 'in letters of another case'],
    ['a whole URL', 'c0 -?cursor=https%3A%2F%2Fx.test%2F%3Fcursor%3Da', 'it is a whole URL'],
    [
      'the whole next_page_url',
      `c0 -?cursor=https://x.test/?cursor=${own}`,
      'it is a whole URL; the cursor is a part of it',
    ],
    ['the text of nothing in Python', 'c0 -?cursor=None', "Python's None was put into the URL"],
    [
      'the end cut off',
      `c0 -?cursor=${own.slice(0, -4)}`,
      'it is one that was given, cut short by 4 characters',
    ],
    [
      'one that comes later',
      `c0 -?cursor=${cursorAt(16)} c1`,
      'it is the one that request #1 gave, with id 16 in place of 31; the API did not refuse it',
    ],
    [
      'a whole one with dots',
      `c0 -?cursor=${own}...`,
      'it is one that was given, with something added',
    ],
    ['more around it', `c0 -?cursor=x${own}`, 'it is one that was given, with something added'],
    ['quotes around it', `c0 -?cursor=%22${own}%22`, 'it is one that was given, in quotes'],
    ['escaped twice', `c0 -?cursor=${cursorAt(31).replace('e', '%2565')}`, 'it was escaped twice'],
    [
      'the text of nothing, before the end',
      'c0 -?cursor=undefined',
      `JavaScript's undefined was put into the URL; the API sent the first page again`,
    ],
    ['the same one three times', 'c0 -?cursor=x -?cursor=x -?cursor=x', 'cursor x was never given'],
    [
      'in an edition by cursor',
      '- -?cursor=made-up',
      'cursor made-up was never given',
      { edition: 'autocalls' },
    ],
    ['a wrong one each time', 'c0 -?cursor=x -?cursor=y -?cursor=z', 'cursor x was never given'],
  ],
  passes: [
    ['those that were given', 'c0 c1 c2'],
    [
      'those that were given to another client with the same token',
      'A.c0 B.c0 B.c1 A.c1 A.c2 B.c2',
    ],
    ['the way back', 'c0 n n v v'],
    ['a cursor that is kept', 'c0 c1 c2 t+86400 c1 c2'],
    [
      'one that is kept by a process that names its walks otherwise',
      'c0#monday t+86400 c1#tuesday c2#tuesday',
    ],
    [
      'an edition that knows no cursor',
      'p?cursor=made-up',
      { edition: 'nicecall', others: ['undocumented-parameter'] },
    ],
    ['an empty one', 'c0', { others: ['never-paged'] }],
    ['a cursor of a page that failed first', 'c0 c1!500 c1 c2'],
  ],
})

testRule('cursor-foreign-token', {
  breaks: [
    [
      'the cursor of another token',
      '1.c0 1.c1 1.c2 2.c1 2.c2',
      'was given to one key and sent with another (token 1 and token 2 in the admin API)',
      { count: 1 },
    ],
    [
      'one on the way through a list',
      `1.c0 1.c1 1.c2 2.c0?per_page=14 2.-?per_page=14&cursor=${own} 2.n?per_page=14 2.n?per_page=14`,
      'the client took it from there, or made it itself',
    ],
  ],
  passes: [
    ['two tokens with the same rows', '1.c0 2.c0 2.c1 1.c1 1.c2 2.c2'],
    ['one that was given to another token, and then to this', '1.c0 1.c1 1.c2 2.c0 2.c1 2.c2'],
    [
      'one that was given to nobody',
      '1.c0 2.-?cursor=x',
      { others: ['cursor-not-issued', 'never-paged'] },
    ],
    ['the same page number', '1.p1 1.p2 1.p3 2.p2 2.p3'],
  ],
})

testRule('cursor-other-filters', {
  breaks: [
    ['another value', 'c0?type=widget n?type=whatsapp', 'type widget → whatsapp', { count: 1 }],
    ['a filter more', 'c0 n?type=widget n?type=widget', 'type (none) → widget', { rows: 50 }],
    ['another size', 'c0?per_page=10 n?per_page=20 n?per_page=20', 'per_page 10 → 20'],
    ['a size where there was none', 'c0 n?per_page=20 n?per_page=20', 'per_page 15 → 20'],
    [
      'two changes at once',
      'c0?type=widget&per_page=5 n?type=whatsapp&per_page=6',
      'type widget → whatsapp',
    ],
    [
      'a change in the middle',
      'c0?type=widget n?type=widget n?type=whatsapp',
      'type widget → whatsapp',
      { rows: 90 },
    ],
    ['one filter for another', 'c0?type=widget n?assistant_id=1', 'type widget → (none)'],
  ],
  passes: [
    [
      'filters in another order',
      'c0?type=widget&per_page=10 n?per_page=10&type=widget n?per_page=10&type=widget',
    ],
    ['the default spelt out', 'c0 n?per_page=15 n'],
    ['a new walk with other filters', 'c0?type=widget n?type=widget c0?type=whatsapp'],
    [
      'walks with other filters at once',
      'A.c0?type=widget B.c0?assistant_id=1 B.n?assistant_id=1 A.n?type=widget',
    ],
    ['what the edition does not know', 'c0 n?colour=red n', { others: ['undocumented-parameter'] }],
    ['page numbers', 'p1?type=widget p2?type=whatsapp', { rows: 90, others: ['filters-lost'] }],
    ['filters that are dropped', 'c0?type=widget n?', { others: ['filters-lost'] }],
  ],
})

testRule('filters-lost', {
  breaks: [
    [
      'the bare next_page_url',
      'p1?type=widget n? n?',
      'page 2 was requested without type=widget; page 1 (request #1) had it',
      { rows: 45 },
    ],
    ['the size dropped', 'p1?per_page=20 n? n?', 'without per_page=20'],
    ['only the cursor repeated', 'c0?type=widget n? n?', 'without type=widget', { count: 2 }],
    ['one of two dropped', 'p1?type=widget&per_page=5 n?type=widget', 'without per_page=5'],
    ['both dropped', 'p1?type=widget&per_page=5 n? n?', 'without per_page=5 and type=widget'],
    [
      'all dropped in the middle',
      'p1?per_page=5 n?per_page=5 n?',
      'page 3 was requested without per_page=5',
    ],
    [
      'dropped in an edition by cursor',
      'c0?type=widget n? n?',
      'without type=widget',
      { edition: 'autocalls' },
    ],
    [
      'another value by page',
      'p1?type=widget p2?type=whatsapp',
      'page 2 was requested with other filters than page 1 (request #1): type widget → whatsapp',
      { rows: 90, count: 1 },
    ],
    [
      'per_page alone, with many pages after it',
      'p1?per_page=5 p2? p3? p4?',
      'page 2 was requested without per_page=5; page 1 (request #1) had it',
      { rows: 60, count: 3 },
    ],
    [
      'another value, and many pages after it',
      'p1?type=widget p2?type=whatsapp p3?type=whatsapp',
      'page 2 was requested with other filters than page 1',
      { rows: 150, count: 2 },
    ],
    [
      'dropped at each of two walks',
      'p1?type=widget n? p1?type=widget n?',
      'page 2 was requested without type=widget',
      { count: 2 },
    ],
  ],
  passes: [
    ['filters that are sent again', 'p1?type=widget n?type=widget'],
    ['another list from the start', 'p1?type=widget p1? p2? p3?'],
    ['the second page of another client', 'A.p1?type=widget B.p2?'],
    ['two lists side by side over one connection', 'p1?type=widget p1? n? p2?type=widget p3?'],
    ['a list that goes on after a look at a filtered one', 'p1? p1?type=widget p2? p3?'],
    ['two lists side by side by cursor', 'c0?type=widget c0? c1? c1?type=widget c2?'],
    [
      'what the edition does not know',
      'p1?colour=red p2 p3',
      { others: ['undocumented-parameter'] },
    ],
    ['the default size', 'p1?per_page=15 p2 p3'],
    ['an empty filter', 'p1?type= p2 p3'],
    ['a list that had no next page', 'p1?type=whatsapp p2?', { rows: 45 }],
  ],
})

testRule('cursor-and-page-mixed', {
  breaks: [
    [
      'both in one request',
      'c0 n?page=2 n?page=3',
      /^cursor and page=2 came in one request, and page was ignored$/,
      { count: 2 },
    ],
    [
      'both in a request that the API refused',
      'c0 n!422?page=2 c1 c2',
      /^cursor and page=2 came in one request$/,
      { count: 1 },
    ],
    [
      'a walk by page that goes on by cursor',
      'p1 p2 c0 c1 c2',
      'began by page, was left at page 2 though more was offered, and began again by cursor',
      { count: 2 },
    ],
    [
      'a walk by cursor that goes on by page',
      'c0 c1 p1 p2 p3',
      'began by cursor, was left at the page at cursor',
    ],
    [
      'a walk by cursor from its first page on that goes on by page',
      'p nc p3',
      'began by cursor, was left at the page at cursor',
    ],
    [
      'a walk from page to page that goes on by their cursor',
      'p1 p2 nc',
      /^the walk went by page up to page 2, and on by cursor$/,
      { count: 2 },
    ],
    [
      'the number of the page besides its cursor',
      'p nc?page=2 n?page=3',
      /^cursor and page=2 came in one request/,
      { count: 2 },
    ],
  ],
  passes: [
    ['one way after the other', 'p1 p2 p3 c0 c1 c2'],
    ['both ways at once, each to its end', 'A.p1 B.c0 A.p2 B.c1 A.p3 B.c2'],
    ['an empty cursor beside the first page', '-?cursor=&page=1 n n'],
    ['a first page without a cursor and then its cursors', 'p nc n'],
    ['a first page by number and then its cursors', 'p1 nc n'],
    ['a page in the middle and then its cursors', 'p2 nc'],
    ['its cursors on the way back', 'p nc v n n'],
    ['one client either way', 'A.p B.p A.nc B.p2 A.n B.p3'],
    ['a look at the first page by number before', 'p1 c0 c1 c2'],
    ['a look at the first page by cursor before', 'c0 p1 p2 p3'],
    ['another list by cursor', 'p1 p2 p3 c0?type=widget n?type=widget'],
    ['another client by cursor', 'A.p1 A.p2 B.c0 B.c1 B.c2', { others: ['stopped-early'] }],
    [
      'a cursor where the edition knows none',
      'p1?cursor= p2 p3',
      { edition: 'nicecall', others: ['undocumented-parameter'] },
    ],
  ],
})
