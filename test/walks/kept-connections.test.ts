import { testWalks } from './walking.ts'

testWalks([
  [
    'a page again over a connection that only its walk used',
    'A.p1 A.p4 A.p6 A.p5 B.p1 B.p4 A.p6 B.p2',
    ['1 2:page 3:page 4:previous 7:page', '5 6:page 8:page'],
    { rows: 120 },
  ],
  [
    'a page over the connection on which its walk has just begun again',
    'A.p1 A.p6 A.p1 B.p1 B.p6 A.p4 A.p3',
    ['1 2:page', '3 6:page 7:previous', '4 5:page'],
    { rows: 90 },
  ],
])
