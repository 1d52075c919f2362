import { describe, expect, test } from 'vitest'
import { spell, testWalks, walksIn, walksOf } from './walking.ts'
import { trace } from './trace.ts'
import { entry } from '../journal/entries.ts'

describe('one client', () => {
  testWalks([
    ['by page', 'p1 p2 p3', ['1 2 3']],
    ['that leaves out the first number', 'p p2 p3', ['1 2 3']],
    ['that follows what is offered', 'p1 n n', ['1 2 3']],
    ['by cursor', 'c0 c1 c2', ['1 2 3']],
    ['by cursor in an edition of its own', 'c0 n n', ['1 2 3'], { edition: 'autocalls' }],
    ['by cursor while rows are added', 'c0 +20 n n', ['1 2 3']],
    ['by page while rows are added', 'p1 +20 n n n', ['1 2 3 4']],
    ['with filters', 'p1 p2', ['1 2'], { query: 'type=widget' }],
    [
      'whose filters change their order',
      'p1?type=widget&per_page=5 p2?per_page=5&type=widget',
      ['1 2'],
    ],
    [
      'one list after the other',
      'p1?type=widget p2?type=widget p1?type=whatsapp p2?type=whatsapp',
      ['1 2', '3 4'],
      { rows: 90 },
    ],
    ['by page, then by cursor', 'p1 p2 p3 c0 c1 c2', ['1 2 3', '4 5 6']],
    ['with two tokens', '1.p1 2.p1 1.p2 2.p2', ['1 3', '2 4']],
  ])
})

describe('a client that begins by page and goes on by cursor', () => {
  testWalks([
    ['to the end', 'p nc n', ['1 2 3']],
    ['with the first number spelt out', 'p1 nc n', ['1 2 3']],
    ['with filters', 'p?type=widget nc?type=widget', ['1 2']],
    ['while rows are added', 'p +20 nc n', ['1 2 3']],
    ['and back', 'p nc v n n', ['1 2 3:previous 4 5']],
    ['from a page in the middle', 'p2 nc', ['1:resumed 2']],
    ['back from a page in the middle', 'p2 vc', ['1:resumed 2:previous']],
    ['after a failure', 'p c1!503 c1 c2', ['1 2 3:retry 4']],
    ['the same cursor again', 'p c1 c1 c2', ['1 2 3:repeat 4']],
    ['twice', 'p nc n p nc n', ['1 2 3', '4 5 6']],
    ['without its filters', 'p?type=widget nc', ['1 2:lost']],
    ['with other filters', 'p?type=widget nc?type=whatsapp', ['1 2:altered']],
    ['made up', 'p c2', ['1 2:unknown']],
    ['made of what was not there', 'p -?cursor=null', ['1 2:beyond'], { rows: 10 }],
    ['beside one that stays with pages', 'A.p B.p B.nc A.p2 B.n A.p3', ['1 4 6', '2 3 5']],
    ['behind one that stays with pages', 'A.p A.p2 B.p B.nc A.p3 B.n', ['1 2 5', '3 4 6']],
    ['beside one that begins by cursor', 'A.p B.c0 B.c1 A.c1 B.c2 A.c2', ['1 4 6', '2 3 5']],
    ['without a key, beside one that stays with pages', 'B.c0 A.p1 0C.c1', ['1 3:tokenless', '2']],
    ['beside others like it', 'A.p B.p A.nc B.nc B.n A.n', ['1 3 6', '2 4 5']],
    ['by that of a page that another walk had left', 'p1 p2 p3 c1', ['1 2 3', '4:resumed']],
  ])

  test('walks by cursor', () => {
    expect(walksIn('p nc n').map(({ paginator }) => paginator)).toEqual(['cursor'])
    expect(walksIn('p n n').map(({ paginator }) => paginator)).toEqual(['page'])
  })
})

describe('on the way', () => {
  testWalks([
    ['the same page again', 'p1 p2 p2 p3', ['1 2 3:repeat 4']],
    ['the same cursor again', 'c0 c1 c1 c2', ['1 2 3:repeat 4']],
    ['the first page again is another look at the list', 'p1 p1 p2', ['1', '2 3']],
    ['the first page in between', 'p1 p2 p1 p3', ['1 2 4', '3']],
    ['a page left out', 'p1 p3', ['1 2:page']],
    ['a page beyond', 'p1 p2 p3 p4', ['1 2 3 4:beyond']],
    ['far beyond', 'p1 p40', ['1 2:beyond']],
    ['a page beyond, beside a failure', 'A.p1!503 B.p1 B.p2 B.p3 B.p4', ['1', '2 3 4 5:beyond']],
    ['an empty list', 'p1 p2', ['1 2:beyond'], { rows: 0 }],
    ['back by page', 'p1 p2 p3 p2 p1', ['1 2 3 4:previous 5:previous']],
    ['back to the first page, which is spelt out on the way back', 'p p2 p1', ['1 2 3:previous']],
    ['back and forth', 'p1 p2 p3 p2 p3', ['1 2 3 4:previous 5']],
    ['back by cursor', 'c0 n n v v', ['1 2 3 4:previous 5:previous']],
    ['back by cursor and forth', 'c0 n v n n', ['1 2 3:previous 4 5']],
    [
      'to the first page by its number, which is to begin again',
      'p1 p2 p1 p2 p3',
      ['1 2', '3 4 5'],
    ],
    ['from the start after the end', 'p1 p2 p3 p1 p2 p3', ['1 2 3', '4 5 6']],
    ['from the start after the end by cursor', 'c0 c1 c2 c0 c1 c2', ['1 2 3', '4 5 6']],
    ['a cursor made of the null at the end', 'c0 c1 c2 -?cursor=null', ['1 2 3 4:beyond']],
    ['an empty cursor after the end, which is the start', 'c0 c1 c2 c0', ['1 2 3', '4']],
  ])
})

describe('the dashboard', () => {
  testWalks([
    ['joins no walk', 'p1 p1$page p2 p2$page p3$page p3', ['1 3 6']],
    ['makes none', 'c0$page n$page', []],
    ['is joined by no client', 'p1$page?type=widget p2', ['2:resumed']],
    ['is no client that lost its filters', 'p1?type=widget p2$page p2?type=widget', ['1 3']],
  ])
})

describe('resuming', () => {
  testWalks([
    ['by page', 'p2 p3', ['1:resumed 2']],
    ['in the middle of a long list', 'p5 p6 p7', ['1:resumed 2 3'], { rows: 120 }],
    ['beyond the end', 'p9', ['1:resumed']],
    ['by a cursor of long ago', 'c0 c1 p1 t+86400 c2', ['1 2 4', '3']],
  ])

  const cases = [
    ['was given before the journal forgot', { has: () => true }, 'resumed'],
    ['was given to another token before the journal forgot', { otherHolder: () => 9 }, 'foreign'],
    ['may have been given, because not all are known', { isWhole: () => false }, 'resumed'],
    ['nobody was given', {}, 'unknown'],
  ] as const
  test.each(cases)('with a cursor that %s', (_what, issued, link) => {
    const known = { has: () => false, otherHolder: () => undefined, isWhole: () => true, ...issued }
    expect(walksOf(trace('c1 c2'), { issued: known }).map(spell)).toEqual([`1:${link} 2`])
  })

  test('asks for what was given to this user and token', () => {
    const asked: unknown[] = []
    const has = (...key: unknown[]): boolean => asked.push(key) > 0
    walksOf(trace('2.-?cursor=abc'), {
      issued: { has, otherHolder: () => undefined, isWhole: () => true },
    })
    expect(asked).toContainEqual([1, 2, 'abc'])
    expect(asked.every((key) => JSON.stringify(key) === '[1,2,"abc"]')).toBe(true)
  })

  test('with any cursor and no good token is none of the cursor', () => {
    const [one] = trace('-!401?cursor=abc')
    expect(walksOf(one ? [{ ...one, user: null, token: null }] : []).map(spell)).toEqual([
      '1:resumed',
    ])
  })
})

describe('clients at once', () => {
  testWalks([
    [
      'with other filters',
      'A.p1?type=widget B.p1?type=whatsapp B.p2?type=whatsapp A.p2?type=widget',
      ['1 4', '2 3'],
      { rows: 90 },
    ],
    [
      'with other filters over one connection',
      'p1?type=widget p1?type=whatsapp p2?type=whatsapp p2?type=widget',
      ['1 4', '2 3'],
      { rows: 90 },
    ],
    [
      'by cursor with other filters',
      'A.c0?type=widget B.c0?type=whatsapp B.n?type=whatsapp A.n?type=widget',
      ['1 4', '2 3'],
      { rows: 90 },
    ],
    ['by page and by cursor', 'A.p1 B.c0 A.p2 B.c1 A.p3 B.c2', ['1 3 5', '2 4 6']],
    [
      'alike, one over connections that the others had before',
      'A.p1 B.p1 C.p1 A.p2 C.p2 A.p3 B.p3 C.p2 A.p3',
      ['1 4 6', '2 8 9', '3 5 7'],
    ],
    ['two alike, one slower', 'A.p1 B.p1 B.p2 B.p3 A.p2 A.p3', ['1 5 6', '2 3 4']],
    [
      'four alike by page',
      'A.p1 B.p1 C.p1 D.p1 D.p2 A.p2 C.p2 B.p2 B.p3 C.p3 A.p3 D.p3',
      ['1 6 11', '2 8 9', '3 7 10', '4 5 12'],
    ],
    [
      'four alike by cursor',
      'A.c0 B.c0 C.c0 D.c0 D.c1 A.c1 C.c1 B.c1 B.c2 C.c2 A.c2 D.c2',
      ['1 6 11', '2 8 9', '3 7 10', '4 5 12'],
    ],
    [
      'four alike, two of them refused in the middle',
      'A.p1 B.p1 C.p1 D.p1 A.p2!429@1 B.p2 C.p2!429@1 D.p2 B.p3 D.p3 A.p2~1000 C.p2~1000 A.p3 C.p3',
      ['1 5 11:retry 13', '2 6 9', '3 7 12:retry 14', '4 8 10'],
    ],
    [
      'four alike by cursor, two of them refused in the middle',
      'A.c0 B.c0 C.c0 D.c0 A.c1!429@1 B.c1 C.c1!429@1 D.c1 B.c2 D.c2 A.c1~1000 C.c1~1000 A.c2 C.c2',
      ['1 5 11:retry 13', '2 6 9', '3 7 12:retry 14', '4 8 10'],
    ],
    [
      'four alike, all refused at the start',
      'A.p1!429@1 B.p1!429@1 C.p1!429@1 D.p1!429@1 A.p1~1000 B.p1~1000 C.p1~1000 D.p1~1000 A.p2 B.p2 C.p2 D.p2',
      ['1 5:retry 9', '2 6:retry 10', '3 7:retry 11', '4 8:retry 12'],
    ],
  ])

  test('are as many walks of all pages as there are clients, whatever the order of arrival', () => {
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ]) {
      for (const place of ['p', 'c']) {
        const first = place === 'p' ? 1 : 0
        const rounds = [0, 1, 2].map((round) =>
          order.map((lane) => `${'ABCD'[(lane + round) % 4]}.${place}${first + round}`).join(' '),
        )
        const walks = walksIn(rounds.join(' '))
        expect(walks.map(({ steps }) => steps.map(({ link }) => link))).toEqual(
          Array.from({ length: 4 }, () => ['first', 'next', 'next']),
        )
        expect(
          walks
            .flatMap(({ steps }) => steps.map(({ entry: { id } }) => id))
            .toSorted((a, b) => a - b),
        ).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
      }
    }
  })
})

describe('pages at once are one walk', () => {
  test.each([
    ['in their order', 'A.p1 B.p2 C.p3', [3]],
    ['after the first one', 'A.p1 A.p2 B.p4 C.p3 D.p5', [5]],
    ['the last one first', 'A.p5 B.p4 C.p3 D.p2 A.p1', [5]],
    ['the first one in the middle', 'A.p3 B.p1 C.p2 D.p5 E.p4', [5]],
    ['after the first one, backwards', 'A.p1 A.p5 B.p4 C.p3 D.p2', [5]],
    [
      'by two clients, one after the other',
      'A.p2 B.p1 C.p3 D.p5 E.p4 A.p1 B.p3 C.p2 D.p4 E.p5',
      [5, 5],
    ],
    ['over two connections in turn', 'A.p1 A.p2 B.p3 A.p4 B.p5', [5]],
    ['some of them refused', 'A.p1 B.p2!429@1 C.p3 D.p4!429@1 E.p5 D.p4~1000 B.p2~1100', [7]],
  ])('%s: %s', (_what, notation, lengths) => {
    expect(walksIn(notation, { rows: 75 }).map(({ steps }) => steps.length)).toEqual(lengths)
  })
})

describe('names', () => {
  testWalks([
    ['keep walks apart', 'p1#a p1#b p2#a p2#b p3#b p3#a', ['1 3 6', '2 4 5']],
    ['keep walks by cursor apart', 'c0#a c0#b c1#b c1#a', ['1 4', '2 3']],
    [
      'hold a walk together over connections',
      'A.p1#a B.p1#b C.p2#a A.p2#b B.p3#a C.p3#b',
      ['1 3 5', '2 4 6'],
    ],
    ['of which the second page has none', 'p1#a p2', ['1', '2:resumed']],
    [
      'of which the first page has none, though its cursor does',
      'c0 c1#a c2#a',
      ['1', '2:resumed 3'],
    ],
    ['do not keep rounds together', 'p1#a p2#a p3#a p1#a p2#a p3#a', ['1 2 3', '4 5 6']],
  ])

  test('are those of X-Mock-Walk only', () => {
    const [first, second] = trace('p1#a p2#b')
    const walks = walksOf(
      [first, second].flatMap((one) => (one ? [{ ...one, isNamed: false }] : [])),
    )
    expect(walks.map(spell)).toEqual(['1 2'])
    expect(walks.map(({ name }) => name)).toEqual([null])
    expect(walksIn('p1#a').map(({ name }) => name)).toEqual(['a'])
  })
})

const others = (count: number): string =>
  Array.from({ length: count }, () => 'p1?type=whatsapp').join(' ')

describe('of many walks', () => {
  test('the latest are continued by page, the oldest are not', () => {
    expect(walksIn(`p1 ${others(8)} p2`).map(spell)).toContain('1 10')
    expect(walksIn(`p1 ${others(500)} p2`).map(spell)).toContain('502:resumed')
  })

  test('any is continued by a cursor', () => {
    expect(walksIn(`c0 ${others(500)} c1`).map(spell)).toContain('1 502')
  })
})

test('other requests in between make no difference', () => {
  const [first, second] = trace('p1 p2')
  if (!first || !second) throw new Error('the trace is too short')
  const between = [
    { target: '/api/user' },
    { method: 'OPTIONS', status: 204 },
    { hasBody: true },
  ].map((changes) => entry({ ...changes, id: 9, token: 1 }))
  expect(walksOf([first, ...between, second]).map(spell)).toEqual(['1 2'])
})

describe('while they may go on', () => {
  test.each([
    ['p1 p2 p3', true],
    ['c0 c1 c2', true],
    ['p1', false],
    ['p1 p2', false],
    ['c0 c1', false],
    ['p1 p2 p3!500', false],
    ['p1 p2 p3!500 p3', true],
    ['p1 p2!429@1 p3', false],
    ['p1!401', false],
  ])('%s is over: %s', (notation, isOver) => {
    expect(walksOf(trace(notation), { isIdle: () => false }).map((walk) => walk.isOver)).toEqual([
      isOver,
    ])
    expect(walksOf(trace(notation), { isIdle: () => true }).map((walk) => walk.isOver)).toEqual([
      true,
    ])
  })

  test('the last request says since when nothing came', () => {
    const asked: number[] = []
    const walks = walksOf(trace('p1?type=widget p1 p2'), {
      isIdle: ({ entry: { id } }) => asked.push(id) > 1,
    })
    expect(asked).toEqual([1, 3])
    expect(walks.map(({ isOver }) => isOver)).toEqual([false, true])
  })
})
