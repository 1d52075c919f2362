// Clients that take turns between two connections, beside others with the same token.

import { describe } from 'vitest'
import { testWalks } from './walking.ts'

describe("two connections in turn are one client's", () => {
  testWalks([
    [
      'beside a client with a connection of its own',
      'A.p1 C.p1 B.p2 C.p2 A.p3 C.p3 B.p4 C.p4',
      ['1 3 5 7', '2 4 6 8'],
      { rows: 60 },
    ],
    [
      'though it asks for one page again and again',
      'A.p1 C.p1 B.p2 C.p2 A.p2 B.p2 C.p3 A.p2',
      ['1 3 5:repeat 6:repeat 8:repeat', '2 4 7'],
    ],
    [
      'though it looks at the first page all the time',
      'A.p1 D.p1 B.p2 D.p2 A.p1 B.p3 D.p3 A.p1',
      ['1 3 6', '2 4 7', '5', '8'],
    ],
  ])
})

describe('connections of two clients stay apart', () => {
  testWalks([['that begin by turns', 'A.p1 B.p1 A.p2 B.p2 A.p3 B.p3', ['1 3 5', '2 4 6']]])
})
