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
