import { expect, test } from 'vitest'
import { trace } from '../walks/trace.ts'
import { judgeEntries, rulesOf, testRule } from './judging.ts'

testRule('stopped-early', {
  breaks: [
    [
      'that of three at once one goes no further',
      'A.p1 B.p1 C.p1 A.p2 B.p2 C.p2 A.p3 B.p3',
      'the walk stopped at page 2 of 3',
      { rows: 45 },
    ],
    [
      'that of three at once, which request several pages each, one leaves out the last',
      'A.p1 B.p1 C.p1 A.p2 D.p2 B.p2 E.p3 C.p3 F.p4 A.p8 G.p5 B.p4 D.p9 H.p6 I.p3 A.p5 J.p4 K.p5 B.p6 L.p6 M.p7 A.p7 N.p8 O.p9 B.p8 P.p10 Q.p7 A.p9',
      'one of the clients stopped at page 9 of 10',
      { rows: 150 },
    ],
    [
      'that of two which take turns between connections one goes no further',
      'A.p1 B.p1 C.p2 D.p2 A.p3 B.p3 C.p4 D.p4 B.p5',
      'the walk stopped at page 4 of 5',
      { rows: 75 },
    ],
  ],
  passes: [
    [
      'each of three once at every page, in any order',
      'A.p1 B.p1 C.p1 A.p2 D.p3 E.p4 B.p2 A.p5 C.p2 B.p4 D.p3 E.p5 C.p3 A.p4 B.p5',
      { rows: 75 },
    ],
    ['as many going on as came', 'A.p1 B.p1 C.p1 A.p2 B.p2 C.p2 C.p3 A.p3 B.p3', { rows: 45 }],
    [
      'two in turn between connections',
      'A.p1 B.p1 C.p2 D.p2 A.p3 B.p3 C.p4 D.p4 A.p5 B.p5',
      { rows: 75 },
    ],
  ],
})

testRule('filters-lost', {
  breaks: [
    [
      'a type that workers lost, one of which repeats a failed page over the connection of another',
      'A.p1?type=widget B.p4 A.p2!429@1~0 D.p3~0 E.p5~0 F.p6!429@1~0 G.p7~0 A.p6~1036 C.p2~1050',
      'page 2 was requested without type=widget; page 1 (request #1) had it',
      { rows: 150 },
    ],
    [
      'another date from page 2 on, over new connections beside clients with the first one',
      'A.p1?date_from=2025-01-03 B.p1?date_from=2025-01-03 A.p2?date_from=2025-01-03 C.p2?date_from=2025-01-02 A.p3?date_from=2025-01-03 D.p3?date_from=2025-01-02 E.p4?date_from=2025-01-02',
      'page 2 was requested with date_from 2025-01-03 → 2025-01-02: nobody requested page 1 so',
      { rows: 60, edition: 'nicecall' },
    ],
    [
      'a type that workers have for no page but the first',
      'A.p1?type=widget A.p4?*9 B.p5?*9 C.p2?*9 A.p3? B.p6?',
      'page 4 was requested with type widget → (none): nobody requested page 1 so, and a client that requested page 1, perhaps with request #1, never went on; page 6 is the last one there, and here the client stopped at it',
      { rows: 130 },
    ],
    [
      'parameters that are missing on pages over two connections in turn',
      'A.p1?per_page=5 B.p1? C.p2? A.p3? B.p2? C.p4? B.p3? B.p4?',
      'page 2 was requested without per_page=5',
      { rows: 60 },
    ],
  ],
  passes: [
    [
      'the first pages of three lists, and then the first list',
      'p1? p1?type=widget p1?type=whatsapp p2? p3?',
      { rows: 45 },
    ],
    [
      'a look at the count before the list',
      'A.p1?per_page=1 B.p1? B.p2? C.p2? B.p3? C.p3?',
      { rows: 45 },
    ],
    [
      'looks in another size before the list, by two at once',
      'A.p1?per_page=5 B.p1?per_page=5 C.p1? D.p1? A.p2? B.p2?',
      { rows: 30 },
    ],
  ],
})

testRule('retry-too-early', {
  breaks: [],
  passes: [
    [
      'a twin that comes while the other one waits',
      'A.p1 B.p1 C.p1 D.p2!429@1 E.p2!429@1 F.p2 C.p3 A.p2~1100 B.p2~1100 A.p3 B.p3',
      { rows: 45 },
    ],
  ],
})

test.each([
  ['who has several requests at once', 'A.p1 B.p1 C.p2 D.p3!429@1 E.p3 F.p3~995'],
  ['who chooses pages itself', 'A.p1 B.p1 C.p5!429@1 D.p5 E.p5~1005'],
])('blames no client for the request of an identical one, %s: %s', (_who, notation) => {
  // Whether two requests are on one lane says nothing about clients that come and go.
  const entries = trace(notation, { rows: 120 }).map((entry) => Object.assign(entry, { lane: 0 }))
  expect(rulesOf(judgeEntries(entries))).toEqual([])
})
