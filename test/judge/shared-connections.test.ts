// Right clients that share connections, in traces of a simulation of pools. None may be blamed.

import { describe, expect, test } from 'vitest'
import { judgeTrace, rulesOf, testRule } from './judging.ts'

const FOUR = { rows: 60 }
const FIVE = { rows: 75 }

describe('right clients over shared connections', () => {
  test.each([
    [
      'a retry over another connection when the wait is over',
      'AA.p1~4*9 BB.p1~0*15 AA.p2~3*15 AB.p2~78*12 AB.p3~1*6 AA.p4!429@1~78*13 AB.p4!429@1~1011*2 AB.p4~1028*12',
      60,
    ],
    [
      'a retry over another connection after a moment',
      'AA.c0~14*14 BB.c0~0*9 AA.c1~1*12 AA.c2!503~1*5 AA.c1~50*14 AA.c2~11*3 AA.c3~3*11 AA.c4~60*14 AA.c5~2*10',
      90,
    ],
    [
      'the retry of a jump, by a client with an order of its own',
      'AA.p1~18*15 BB.p1~0*8 AA.p5~12*7 AB.p4~58*14 AA.p3~4*13 AB.p2!503~4*11 AA.p2~76*7',
      75,
    ],
    [
      'a retry that seems to turn a page back',
      'AA.p1~1*12 BB.p1~0*4 AA.p2~2*13 CC.p1~0*3 BB.p2~11*14 AA.p3~3*2 CC.p2~2*3 AB.p3!429@1~10*15 AA.p4~27*15 BC.p3!503~57*13 AA.p3~84*2 AC.p4~2*15 AB.p3~867*3 AB.p4~1*1',
      60,
    ],
    [
      'an early request for the page of a client that waits',
      'AA.p1~10*8 BB.p1~0*14 AA.p2~18*9 AB.p2~55*7 AA.p3~1*6 AB.p4!429@1~2*15 AA.p1~116*4 AB.p4~3*9 AA.p3~2*8 AB.p2~4*8 AA.p4~854*7',
      60,
    ],
    [
      'a retry in time over a connection that carried a whole list',
      'AA.p1~10*8 BB.p1~0*9 AA.p2~3*1 AA.p3~3*13 BB.p2~2*3 BB.p3~2*14 AA.p4~3*5 AA.p5~1*13 BB.p4~3*10 AA.p6!429@1~4*1 AB.p5~60*1 AA.p6~1*8 AB.p6~942*8',
      90,
    ],
    [
      'a cursor that came over a connection with a whole list',
      'AA.c0~4*2 BB.c0~0*2 AC.c0!503~2*7 CB.c1~0*13 AA.c2~15*4 AA.c1~11*15 AA.c3~1*4 BB.c2~58*8 AB.c3~7*6 AC.c0!429@1~5*11 AC.c0~1024*4 AC.c1~3*2 AC.c2~15*10 AC.c3~4*11',
      60,
    ],
    [
      'one that leaves beside others that read the list again',
      'AA.p1~68*9 AA.p2~13*1 AA.p1~46*1 AA.p3~43*13 AA.p4~1*4 AA.p5~3*15 AA.p2~1*5 AA.p1~249*8 AA.p2~27*8 AA.p3~1*7 BB.c0~0*2 AA.p4~2*15 AA.p5~3*1 AA.p1~159*15 AA.p2~102*15 AA.p3~18*5 AA.p4~4*12 AA.p5~47*10',
      75,
    ],
    [
      'a list read downwards, and another one from the first page',
      'AA.p1~12*1 AA.p6~45*1 AA.p5~30*8 AA.p4~2*1 AA.p3~4*4 AA.p2~3*8 AA.p1~180*7 AA.p2!429@1~3*5 AA.p1~251*6 AA.p2!429@1~1*2 AA.p2~743*1 AA.p2~271*8 AA.p3~4*6 AA.p4~79*11 AA.p5~3*1 AA.p6~4*10 AA.p1~1008*6 AA.p2~65*6 AA.p3~26*14 AA.p4~1*14 AA.p5~49*10 AA.p6!503~3*10 AA.p6~73*8',
      90,
    ],
    [
      'a last page over another connection, though the first one is kept',
      'AA.p1~6*11 BB.p1~0*4 AA.p2~4*5 BB.p2~2*5 AA.p3~2*15 AA.p4~43*11 BB.p3~61*5 AB.p4~1*4 AA.p5~4*8 AA.p5~35*10 AA.p1~590*11 AA.p2~4*5 AA.p3~3*14 AA.p4~83*9 AB.p5~3*1',
      75,
    ],
    [
      'two in step over a connection on which a third one reads the list once',
      'AA.c0~1*9 AA.c0~6*11 AA.c1~2*6 AA.c1~33*13 AA.c2~1*14 AA.c2~32*10 AA.c3~1*6 AA.c3~44*11 AA.c0~378*7 AA.c1~3*14 AA.c2~1*4 AA.c3~4*8',
      60,
    ],
    [
      'two in step over a connection, of which one comes to a page before the other begins',
      'AA.p1~318*10 AA.p2!503~4*2 AA.p1~23*15 AA.p2~13*3 AA.p2~4*14 AA.p3~4*9 AA.p3~63*8 AA.p4~4*1 AA.p4~1*8 AA.p5~1*14 AA.p5!503~34*13 AA.p5~77*3',
      75,
    ],
    [
      'pages of several clients, each as often as the next',
      'AA.p1~4*14 BB.p1~0*8 CC.p1~0*10 AA.p2~12*14 BB.p2~14*3 AB.p3~3*12 BC.p3!429@1~12*11 AB.p4~4*13 CC.p2~31*6 AB.p5~2*10 BA.p3~20*1 BB.p4~1*13 AA.p6~1*11 AB.p5~2*8 BC.p1~5*12 AB.p6~4*6 AB.p3~956*9 AB.p4~2*5 AC.p5~2*11 AB.p6~1*11 AC.p1~815*9 AA.p2~3*6 AA.p3~1*6 AB.p4~4*14 AA.p5!429@1~2*11 AC.p5~1020*2 AB.p6~1*3',
      90,
    ],
    [
      'a refusal of one of several clients in a pool',
      'AA.p1~6*6 BB.p1~0*3 AA.p2!503~6*9 AA.p2~9*8 AB.p3~2*8 AA.p4~30*7 AB.p2~1*4 AA.p3~1*1 AA.p4~3*2 AA.p5~1*10 AB.p5!429@1~1*1 BA.p6~108*9 AB.p7~11*4 AA.p1~213*5 AB.p2~62*15 AA.p3!429@1~32*11 AB.p1~104*14 AB.p7~4*11 AA.p6~57*8 AA.p5!429@1~3*15 AA.p5~432*9 AA.p6!429@1~1*13 AA.p3~351*15 AA.p4~1*12 AB.p5~99*6 AA.p6!429@1~2*6 AA.p5!429@1~62*10 AB.p6~455*13 AA.p7~2*8 AB.p6~451*4 AB.p7~39*14 AB.p5~25*11 AB.p4~3*11 AB.p3~40*12 AA.p2~3*15',
      105,
    ],
    [
      'two in step over each of three connections of a pool',
      'AA.p1 BB.p1 CC.p1 AA.p1 BB.p1 CC.p1 AA.p2 BB.p2 CC.p2 AA.p2 BB.p2 CC.p2 AA.p3 BB.p3 CC.p3 AA.p3 BB.p3 CC.p3 AA.p4 BB.p4 CC.p4 AA.p4 BB.p4 CC.p4',
      60,
    ],
    [
      'a stop at a page from which somebody turned back over a new connection',
      'AB.p1~7*1 AB.p2~4*1 AC.p1~0*1 BA.p1~0*1 BA.p2~5*1 BA.p3~4*1 BA.p4~3*1 BA.p5~2*1 AD.p2~242*1 AE.p3~290*1 AF.p4~356*1 AG.p3~216*1 AH.p4~150*1 AI.p3~408*1 AJ.p2~404*1',
      75,
    ],
    [
      'the retry of a cursor over a connection that a client by page had used before',
      'AB.p1~3*1 BA.p1~0*1 AB.c0~1*1 AB.c1!429@2~29*1 BA.p2!429@2~96*1 AB.c1~2010*1 AB.c2~23*1 BA.p2~50*1 BA.p3~29*1',
      45,
    ],
    [
      'a first page from another client, while one over the same connection waits',
      'AB.p~10*1 AB.p2~4*1 AB.p3!429@2~3*1 AB.p1~70*1 AB.p2~1*1 AB.p3~2*1 AB.p4~4*1 AB.p3~1990*1 AB.p4~3*1',
      60,
    ],
    [
      'the retry of one of several workers over a connection of another one',
      'AA.p1*1 BB.p~0*1 BB.p3~1*1 AA.p2!503~1*1 BB.p2~20*1 BB.p4~46*1 BB.p5~20*1 BB.p6~1*1',
      90,
    ],
    [
      'a list by cursor that begins after a page which several clients could have requested',
      'BB.p1~0*1 DA.p1~0*1 CC.p1~0*1 AF.p3~1*1 BE.p2~1*1 CD.c0~1*1 DG.c1~2*1 AH.c2~3*1',
      45,
    ],
    [
      'a page back over a connection that another client had begun on',
      'AA.p1 BB.p1~0 BB.p2~414 AA.p3~791 BB.p4~853 AA.p3~903 BB.p4~828',
      90,
    ],
    [
      'two clients that came over each other’s connections, and turn pages back',
      'AB.p1 BA.p1~0 CC.p~0 CC.p2~295 BA.p3~463 CC.p4~524 BA.p3~530 CC.p4~394 CC.p~1117',
      75,
    ],
    [
      'a list by page that was left, and one by cursor over a connection in use since',
      'AA.c0 AA.c1~3 BB.p1~1 BB.p1~3 BB.p3~1 AA.p2~5 BB.c2~32 BB.c0~1338 AA.c1~1404 BB.c2~87',
      45,
    ],
    [
      'the last page of a list, which another client requests when rows have come',
      'AA.p1!503 BB.p1~5 AA.p2~12 BB.p3~14 AA.p1~515 BB.p2~925 BB.p3~349 +9 AA.p3~966 AA.p2!503~446 BB.p2~1251 AA.p3~771',
      42,
    ],
    [
      'a page beyond the last that failed at first, and was there when it came',
      'A.p1 A.p2 A.p3 A.p4!429@1 +2 A.p4~1001',
      45,
    ],
  ])('blames nobody for %s', (_what, notation, rows) => {
    const found = judgeTrace(notation, { rows }).filter(({ severity }) => severity !== 'note')
    expect(found.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([])
  })
})

test('blames nobody for an empty cursor over a connection that several clients use', () => {
  const notation = 'c0 c1~38 c2 -~52?cursor= c1~15 c2~21 c0~885 c1~96 c2~83'
  expect(rulesOf(judgeTrace(notation, { rows: 45, edition: 'autocalls' }))).toEqual([])
})

test('takes rounds through the first two pages at the same time for those of two clients', () => {
  const notation = 'A.p1 BA.p1 A.p2 BA.p2 A.p1 BA.p1 A.p2 BA.p2'
  expect(rulesOf(judgeTrace(notation, FIVE))).toEqual(['stopped-early'])
})

test.each([
  ['error', 'A.p1 A.p2 A.p3 A.p4 A.p1 A.p2 A.p3 A.p4 A.p1 A.p2'],
  ['note', 'A.p1 A.p2 A.p3 A.p4 A.p1~300 A.p2 A.p3 A.p4 A.p1~200 A.p2'],
  ['note', 'A.p1 A.p2 A.p3 A.p4 A.p1 A.p2 A.p3 A.p4 A.p1~200 A.p2'],
  ['error', 'A.p1 A.p2~90 A.p3~90 A.p4~90 A.p1~90 A.p2~90 A.p3~90 A.p4~90 A.p1~90 A.p2~90'],
])(
  'tells two rounds and a part of one by the pauses, with the severity %s: %s',
  (severity, notation) => {
    expect(judgeTrace(notation, FOUR).map((found) => [found.rule.id, found.severity])).toEqual([
      ['endless-walk', severity],
    ])
  },
)

testRule('same-page-again', {
  breaks: [
    [
      'two pages in turns by two clients whose requests are mixed',
      'AA.c0 BB.c0 BA.c1 BC.c2 BB.c3 AD.c1 BB.c4 BD.v AB.c2 BD.n AB.c3 AA.c4 AA.v AC.n BA.v BA.n BB.v BC.n BC.v AB.v AC.n AB.v AB.n AD.v',
      'back and forth between',
      FIVE,
    ],
  ],
  passes: [],
})
