import { expect, test } from 'vitest'
import { walksIn } from './walking.ts'

/** Requests take so long that the next ones over other connections come meanwhile. */
const slowly = (notation: string): string => notation.replaceAll(/[A-Z]\.\w+/g, '$&*15')

/** The letters of the connections of each party, without settled ones. */
const partiesIn = (notation: string): string => {
  const parties = new Map<number, Set<number>>()
  for (const { party, steps } of walksIn(notation, { rows: 75 }))
    for (const { entry } of steps)
      parties.set(party, (parties.get(party) ?? new Set<number>()).add(entry.connection))
  return [...parties.values()]
    .map((lines) => [...lines].map((line) => ' ABCD'.charAt(line)).join(''))
    .toSorted()
    .join(' ')
}

test.each([
  ['each page twice, beside one look', 'A.p1 A.p2 A.p2 A.p3 A.p3 B.p1 A.p4 A.p4', 'A B'],
  ['a page left out, beside a whole list', 'A.p1 B.p1 A.p2 B.p2 A.p4 B.p3 A.p5 B.p4 B.p5', 'A B'],
  ['a stop, beside a walk from the end', 'A.p1 B.p1 B.p5 A.p2 B.p4 A.p3 B.p3 A.p4 B.p2', 'A B'],
  [
    'one of three that repeats a page',
    'A.p1 B.p1 A.p2 C.p1 B.p2 A.p2 C.p2 B.p3 A.p2 C.p3',
    'A B C',
  ],
])('connections at the same time are apart: %s', (_what, notation, parties) => {
  expect(partiesIn(slowly(notation))).toBe(parties)
})

test.each([
  ['one began after the end of the other', 'A.p1 A.p2 A.p2 B.p1~50 B.p2'],
  ['one begins in the middle', 'A.p1 A.p2 B.p3 A.p3 B.p4 A.p4 A.p5'],
  ['a repeated page was offered to the other', 'A.p1 B.p1 A.p2 B.p2 A.p3 A.p3 B.p1'],
  ['a page left out was fetched over the other meanwhile', 'A.p1 B.p1 A.p2 B.p2 B.p3 A.p4 B.p4'],
  ['both leave out a page', 'A.p1 B.p1 A.p2 A.p4 B.p2 A.p5 B.p4 B.p5'],
  ['both request the same at once', 'A.p1 B.p1 A.p2 B.p2 A.p3 B.p3'],
  ['each page came twice in a row', 'A.p1 A.p1 B.p1 A.p2 B.p2 A.p2 B.p3 A.p3 A.p3'],
  ['two lists were left', 'A.p1?type=widget B.p1 A.p2?type=widget B.p2 A.p2?type=widget'],
  [
    'a list that was left began again after another one',
    'A.p1 B.p1?type=widget B.p2?type=widget A.p2 B.p1~50 B.p2 B.p3 B.p1?type=widget',
  ],
  ['a cursor came over the other', 'A.c0 B.c0 A.c1 B.c1 B.c2 A.c3 B.c3'],
  ['a request without a token came over a third', 'A.p1 A.p2 A.p2 B.p1 A.p3 A.p3 0C.p4'],
])('connections are together where %s', (_why, notation) => {
  expect(
    partiesIn(slowly(notation))
      .split(' ')
      .filter((party) => /A|B/.test(party)),
  ).toHaveLength(1)
})

test('connections are together where no request came while one over the other was under way', () => {
  expect(partiesIn('A.p1 A.p2 A.p2 A.p3 A.p3 B.p1 A.p4 A.p4')).toBe('AB')
})
