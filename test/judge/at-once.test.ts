// Clients that have several requests at once: over two connections, or as workers that share a list.

import { testRule } from './judging.ts'

testRule('same-page-again', {
  breaks: [
    [
      'every page by two requests at once, one of which is refused now and then',
      'A.p1 A.p2*5 B.p2*5 A.p3!429@1 B.p3 A.p3~1005 A.p4*5 B.p4!429@1 B.p4~1005 A.p5~1020*5 B.p5*5',
      'every page from page 2 on was requested twice at about the same time',
      { rows: 75 },
    ],
    [
      'every page by two requests at once, of which the very first twin is refused',
      'A.p1 A.p2*5 B.p2!429@1 B.p2~1005 A.p3~1020*5 B.p3*5 A.p4*5 B.p4*5 A.p5*5 B.p5*5',
      'every page from page 2 on was requested twice at about the same time',
      { rows: 75 },
    ],
    [
      'every cursor over two connections, of which one waits after a refusal as told',
      'A.c0 A.c1 B.c1 A.c2!429@1 AB.c2~1 A.c2~1005 A.c3 B.c3 A.c4 B.c4',
      'every page from cursor',
      { rows: 75 },
    ],
    [
      'every page by three requests at once',
      'A.p1 A.p2 B.p2~1 BC.p2~1 A.p3 B.p3~1 BC.p3~1 A.p4 B.p4~1 BC.p4~1 A.p5 B.p5~1 BC.p5~1',
      'were fetched more than once',
      { rows: 75 },
    ],
  ],
  passes: [
    [
      'two workers that share the pages, one of which is refused',
      'A.p1 A.p2*5 B.p3!429@1 A.p4 B.p3~1005 A.p5',
      { rows: 75 },
    ],
  ],
})

testRule('retry-too-early', {
  breaks: [
    [
      'a retry over another connection, and no further one',
      'A.c0 A.c1 A.c2!429@1 AB.c2~1 AB.c3 AB.c4',
      'was requested again at once after a 429',
      { rows: 75 },
    ],
    [
      'a retry over another connection that is refused, and then one as told',
      'A.c0 A.c1 A.c2!429@1 AB.c2!429@1~1 A.c2~1005 A.c3 A.c4',
      'was requested again at once after a 429',
      { rows: 75 },
    ],
  ],
  passes: [],
})

testRule('rows-missed', {
  breaks: [
    [
      'a page between the strides of two workers, whatever order they come in',
      'A.p1 A.p3~30 B.p2~1 B.p6~30 A.p5~60',
      'page 4 of 6 was never requested: 15 rows are missing',
      { rows: 90 },
    ],
    [
      'two pages between the strides of two workers',
      'A.p1 A.p3~30 B.p2~1 A.p5~30 B.p6~30 A.p7~30 B.p10~40 A.p9~30',
      'pages 4 and 8 of 10 were never requested: 30 rows are missing',
      { rows: 150 },
    ],
  ],
  passes: [
    ['a person over one connection', 'A.p1 A.p3~30 A.p2~30 A.p6~30 A.p5~30', { rows: 90 }],
    ['a person over two connections', 'A.p1 A.p3~30 B.p2~30 B.p6~30 A.p5~90', { rows: 90 }],
  ],
})

testRule('stopped-early', {
  breaks: [
    [
      'the last page, which no worker took',
      'A.p1 A.p2!503@1 B.p3 C.p4 C.p6 B.p5~1 C.p7 A.p2~1020',
      'the walk stopped at page 7 of 8',
      { rows: 120 },
    ],
  ],
  passes: [
    ['a client that did not wait for an answer', 'A.p1 A.p2 A.p3 A.p4 B.p4~1 B.p5', { rows: 75 }],
    ['a person who goes back', 'A.p1 A.p2 A.p3 A.p4 A.p3~300 A.p2~300', { rows: 120 }],
  ],
})

testRule('token-lost', {
  breaks: [
    [
      'a page of a worker that came before the page before it',
      'A.p1 A.p2*30 0C.p4!401~1 B.p3*40~1 A.p5 B.p6',
      'page 4 was requested without the Authorization header, and refused with 401',
      { rows: 90, count: 1 },
    ],
    [
      'several pages of a worker',
      'A.p1 A.p2*30 0C.p4!401~1 B.p3*40~1 A.p5 0C.p7!401~1 B.p6*30',
      'page 4 was requested without',
      { rows: 105, count: 2 },
    ],
    [
      'the last attempt of a worker, directly after the other pages',
      'A.p1 A.p2!429@1 B.p3 C.p4 B.p6 A.p2~1020 0D.p5!401~30',
      'page 5 was requested without',
      { rows: 90 },
    ],
    [
      'a page of a worker, before another client reads the list',
      'A.p1 A.p2 B.p3 0C.p4!401 B.p5 A.p6 D.p1 D.p2 D.p3 D.p4 D.p5 D.p6',
      'page 4 was requested without',
      { rows: 90 },
    ],
  ],
  passes: [
    [
      'a page that a worker with a key fetched',
      'A.p1 A.p2*30 0C.p4!401~1 B.p3*40~1 A.p5 B.p4 A.p6',
      { rows: 90 },
    ],
    [
      'a page some time after the list',
      'A.p1 A.p2 A.p3 0C.p5!401~3000',
      { rows: 90, others: ['stopped-early'] },
    ],
    ['a page that the list does not have', 'A.p1 A.p2 0C.p9!401 A.p3', { rows: 45 }],
  ],
})
