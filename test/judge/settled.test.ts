// Mistakes of a client beside another one that reads whole lists over a connection of its own.

import { testRule } from './judging.ts'

const FIVE = { rows: 75 }

testRule('retry-too-early', {
  breaks: [
    [
      'a retry at once, though the other client comes to the page later',
      'B.p1 B.p2 A.p1 A.p2 A.p3!429@1 A.p3!429@1~20 A.p3~1000 A.p4 A.p5 B.p3 B.p4 B.p5',
      'page 3 was requested again 20 ms after a 429',
      FIVE,
    ],
  ],
  passes: [
    [
      'a retry in time, beside one that is refused as well',
      'B.p1 B.p2 A.p1 A.p2 A.p3!429@1 B.p3!429@1 A.p3~1000 A.p4 A.p5 B.p3~1020 B.p4 B.p5',
      FIVE,
    ],
  ],
})

testRule('no-retry', {
  breaks: [
    [
      'the end after a failure, though the other client reads the list twice',
      'B.p1 A.p1 A.p2 A.p3!503 B.p2 B.p3 B.p4 B.p5 B.p1 B.p2 B.p3 B.p4 B.p5',
      'page 3 was answered 503, and never requested again',
      FIVE,
    ],
    [
      'other pages after a refusal',
      'B.p1 B.p2 A.p1 A.p2 A.p3!429@1 B.p3 A.p4!429@1 B.p4 A.p5!429@1 B.p5',
      'never requested again, though other pages were',
      FIVE,
    ],
  ],
  passes: [
    [
      'an end after a failure, after which another connection reads the whole list',
      'A.p1 A.p2 A.p3!503 B.p1 B.p2 B.p3 B.p4 B.p5',
      FIVE,
    ],
  ],
})

testRule('stopped-early', {
  breaks: [
    [
      'one short of the last page, beside a client that reads downwards',
      'A.p1 B.p1 A.p2 B.p5 A.p3 A.p4 B.p4 B.p3 B.p2',
      'the walk stopped at page 4 of 5',
      FIVE,
    ],
    [
      'one short of the last page, beside two rounds',
      'A.p1 B.p1 B.p2 A.p2 A.p3 A.p4 B.p3 B.p4 B.p5 B.p1 B.p2 B.p3 B.p4 B.p5',
      'the walk stopped at page 4 of 5',
      FIVE,
    ],
  ],
  passes: [],
})

testRule('same-page-again', {
  breaks: [
    [
      'each page twice in a row',
      'B.p1 A.p1 A.p1 A.p2 B.p2 A.p2 A.p3 B.p3 A.p3 A.p4 A.p4 A.p5 A.p5 B.p4 B.p5',
      'every page was requested twice in a row',
      FIVE,
    ],
  ],
  passes: [],
})
