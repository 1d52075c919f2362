// Retries without waits, beside another client or in a list that goes on by cursor.

import { testRule } from './judging.ts'

const HANG_UPS = 'A.c2!hangup*50 B.c2!hangup*50~1 C.c2!hangup*50~1 D.c2!hangup*50~1 E.c2~1'

testRule('retry-storm', {
  breaks: [
    [
      'hang-ups soon after the first page, which names no cursor',
      `A.p A.nc ${HANG_UPS} E.c3 E.c4`,
      'was requested again 4 times after a timeout of the client',
      { rows: 75 },
    ],
    [
      'cut connections, and requests of another client between them',
      'A.p1 A.p2 A.p3!cut AC.p3!cut~1 AD.p3!cut~1 B.p1~1?per_page=25 BE.p3!cut~1 BF.p3~1 BF.p4 BF.p5 B.p2?per_page=25 B.p3?per_page=25',
      'page 3 was requested again 4 times after a cut connection',
      { rows: 75 },
    ],
  ],
  passes: [],
})
