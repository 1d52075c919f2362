import { testWalks } from './walking.ts'

testWalks([
  [
    'a page over the connection on which its client has just begun again',
    'A.p1 A.p6 A.p1 B.p1 B.p6 A.p4 A.p3',
    ['1 2:page', '3 6:page 7:previous', '4 5:page'],
    { rows: 90 },
  ],
])
