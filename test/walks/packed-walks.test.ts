import { expect, test } from 'vitest'
import { createJournal } from '../../src/journal/journal.ts'
import { packWalks, RequestGone } from '../../src/walks/packed-walks.ts'
import type { Walk } from '../../src/walks/walk.ts'
import { finish } from '../finish.ts'
import { trace } from './trace.ts'
import { walksOf } from './walking.ts'

function recorded(notation: string) {
  const journal = createJournal({ maxEntries: 100, maxBytes: 1e6, maxCursors: 100 })
  for (const entry of trace(notation)) journal.add({ ...entry, origin: '' })
  return { journal, walks: walksOf(journal.entries()) }
}

/** The view of a walk shows no lines, so they are not packed. */
const withoutLines = (walk: Walk): Walk => {
  const steps = walk.steps.map((step) => ({ ...step, line: 0 }))
  return { ...walk, steps, served: steps.filter(({ answered }) => answered === 'served') }
}

test.each([
  'p1 n n',
  'p1 p2!503 p2 p3',
  'A.c0 B.p1 A.n B.n A.n B.v',
  'p1#mine p2#mine p1?type=widget n',
  '1.p1 0.p2 1.p3',
  'c0 2.-?cursor=abc n',
])('a packed walk is read again as it was: %s', (notation) => {
  const { journal, walks } = recorded(notation)
  const { open } = packWalks(walks, journal)
  expect(walks.map((_walk, index) => finish(open(index)))).toEqual(walks.map(withoutLines))
})

test('a walk whose requests have left the journal is not read in part', () => {
  const { journal, walks } = recorded('p1 n n')
  const { open } = packWalks(walks, journal)
  finish(journal.clear())
  expect(() => finish(open(0))).toThrow(RequestGone)
})
