import { expect, test } from 'vitest'
import { walksIn } from './walking.ts'

/** The letters of the settled connections. */
const settledIn = (notation: string): string => {
  const settled = walksIn(notation).filter(({ party }) => party === 1)
  const lines = new Set(settled.flatMap(({ steps }) => steps.map(({ line }) => line)))
  return [...lines]
    .toSorted((a, b) => a - b)
    .map((line) => ' ABC'.charAt(line))
    .join('')
}

test.each([
  ['beside one that stops', 'A.p1 B.p1 A.p2 B.p2 B.p3', 'B'],
  ['read by cursor', 'A.c0 B.c0 A.c1 B.c1 B.c2', 'B'],
  ['read downwards', 'A.p1 B.p1 A.p2 B.p3 B.p2', 'B'],
  ['with a retry in time', 'A.p1 B.p1 A.p2 B.p2!429@1 B.p2~1000 B.p3', 'B'],
  ['read twice', 'A.p1 B.p1 A.p2 B.p2 B.p3 B.p1 B.p2 B.p3', 'B'],
  ['beside new connections', 'A.p1 B.p1 B.p2 C.p2 D.p3 B.p3', 'B'],
  ['read by two clients', 'A.p1 B.p1 C.p1 A.p2 B.p2 C.p2 C.p3 B.p3', 'BC'],
])('a connection with whole lists is settled: %s', (_what, notation, settled) => {
  expect(settledIn(notation)).toBe(settled)
})

test.each([
  ['it is alone', 'A.p1 A.p2 A.p3'],
  ['all others are settled too', 'A.p1 B.p1 A.p2 B.p2 A.p3 B.p3'],
  ['a page came twice', 'A.p1 B.p1 A.p2 B.p2 B.p2 B.p3'],
  ['a page is missing', 'A.p1 B.p1 A.p2 B.p3'],
  ['a retry came too early', 'A.p1 B.p1 A.p2 B.p2!429@1 B.p2~20 B.p3'],
  ['a failed page was left out', 'A.p1 B.p1 A.p2 B.p2!503 B.p3'],
  ['it began after the end of another', 'A.p1 A.p2 B.p1 B.p2 B.p3'],
  ['it ended before the start of another', 'B.p1 B.p2 B.p3 A.p1 A.p2'],
  ['a retry over it is that of another one', 'A.p1 B.p1 A.p2!429@1 B.p2~1000 B.p3'],
  ['its failure is repeated over another one', 'A.p1 B.p1 B.p2!429@1 A.p2~1000 B.p2~1500 B.p3'],
  ['another one sends a cursor that came over it', 'A.c0 B.c0 B.c1 A.c2 B.c2'],
  ['another one begins in the middle', 'B.p1 A.p2 B.p2 A.p3 B.p3'],
  ['another one has only first pages', 'A.p1 B.p1 A.p1 B.p2 B.p3'],
  ['another one repeats its requests while they are under way', 'B.p1*30 A.p1 B.p2*30 A.p2 B.p3'],
])('no connection is settled where %s', (_why, notation) => {
  expect(settledIn(notation)).toBe('')
})
