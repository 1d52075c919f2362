import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import { type Archive, createArchive } from '../../src/journal/archive.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { createJournal } from '../../src/journal/journal.ts'
import { entry, record } from './entries.ts'
import { bounds } from './bounds.ts'

const OF_TOKEN = 20_000
const OF_ALL = 100_000

const listing = (next: string | null, previous: string | null = null) => ({
  ids: '1',
  total: null,
  next,
  previous,
})

const base = entry()
const gave = (cursor: string, token = 3, user = 1): Entry => ({
  ...base,
  user,
  token,
  list: listing(cursor),
})

const show = (cursor: string): Entry => ({ ...gave(cursor), isFromDashboard: true })

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)

/** Keeps `count` entries, each with its own cursor. */
function keepMany(archive: Archive, count: number, { token = 3, user = 1 } = {}): void {
  for (const n of range(count)) archive.keep(gave(`${token}-${n}`, token, user), true)
}

const knownOf = (archive: Archive, count: number, { token = 3, user = 1 } = {}): number =>
  range(count).filter((n) => archive.has(user, token, `${token}-${n}`)).length

describe('what left the journal', () => {
  test('is known by the cursors that it gave, to this user and token', () => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(entry({ list: listing('next', 'previous') }), true)
    expect(['next', 'previous', 'other'].map((cursor) => archive.has(1, 3, cursor))).toEqual([
      true,
      true,
      false,
    ])
    expect([archive.has(1, 4, 'next'), archive.has(2, 3, 'next')]).toEqual([false, false])
  })

  test('is known by the cursors that a page gave besides', () => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(
      entry({
        list: { ...listing('2', '1'), total: 5, cursors: { next: 'next', previous: 'previous' } },
      }),
      true,
    )
    expect(['next', 'previous', '2', '1'].map((cursor) => archive.has(1, 3, cursor))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  test('is foreign to every other token', () => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(gave('mine', 3, 1), true)
    archive.keep(gave('ours', 3, 1), true)
    archive.keep(gave('ours', 4, 2), true)
    expect([3, 4, 5].map((token) => archive.otherHolder(token, 'mine'))).toEqual([undefined, 3, 3])
    expect([3, 4, 5].map((token) => archive.otherHolder(token, 'ours'))).toEqual([4, 3, 3])
    expect(archive.otherHolder(5, 'nobody')).toBeUndefined()
  })

  test.each([
    ['a list by page', { list: { ids: '1', total: 5, next: '2', previous: null } }],
    ['no list', { list: null }],
    ['a request of nobody', { user: null, token: null, list: listing('2') }],
    ['a list without neighbours', { list: listing(null) }],
  ])('leaves no cursor when it was %s', (_what, changes) => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(entry(changes), true)
    expect([archive.has(1, 3, '2'), archive.otherHolder(9, '2'), archive.isWhole(1, 3)]).toEqual([
      false,
      undefined,
      true,
    ])
  })

  test('is counted for each user, unless somebody cleared it', () => {
    const archive = createArchive(true, bounds.maxCursors)
    for (const user of [1, 1, 2, null]) archive.keep(entry({ user }), true)
    archive.keep(entry({ user: 1 }), false)
    expect([1, 2, 3, null].map((user) => archive.forgotten(user))).toEqual([2, 1, 0, 1])
    archive.clearForgotten(1)
    expect([1, 2, null].map((user) => archive.forgotten(user))).toEqual([0, 1, 1])
    archive.clearForgotten(null)
    expect([1, 2, null].map((user) => archive.forgotten(user))).toEqual([0, 1, 0])
    archive.clearForgotten(undefined)
    expect([1, 2, null].map((user) => archive.forgotten(user))).toEqual([0, 0, 0])
  })
})

describe('what the dashboard was given', () => {
  test('nobody made up, and nobody has of another token', () => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(show('shown'), true)
    expect([
      archive.has(1, 3, 'shown'),
      archive.has(2, 4, 'shown'),
      archive.otherHolder(4, 'shown'),
    ]).toEqual([true, true, undefined])
    expect([archive.has(1, 3, 'other'), archive.isWhole(1, 3), archive.forgotten(1)]).toEqual([
      false,
      true,
      0,
    ])
  })

  test('may be any cursor, once it is too much to be known', () => {
    const archive = createArchive(true, bounds.maxCursors)
    for (const n of range(OF_TOKEN + 1)) archive.keep(show(`${n}`), true)
    expect(archive.has(1, 3, 'any')).toBe(true)
  })
})

describe('bounds', () => {
  test('a token with more cursors than there is room for is known no longer', () => {
    const archive = createArchive(true, bounds.maxCursors)
    keepMany(archive, OF_TOKEN)
    expect([knownOf(archive, OF_TOKEN), archive.isWhole(1, 3)]).toEqual([OF_TOKEN, true])
    archive.keep(gave('3-0'), true)
    expect(archive.isWhole(1, 3)).toBe(true)
    archive.keep(gave('one more'), true)
    expect([
      knownOf(archive, OF_TOKEN),
      archive.has(1, 3, 'one more'),
      archive.isWhole(1, 3),
    ]).toEqual([0, false, false])
    archive.keep(gave('later'), true)
    expect([archive.has(1, 3, 'later'), archive.isWhole(1, 3)]).toEqual([false, false])
  })

  test('the other tokens keep theirs', () => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(gave('kept', 4), true)
    keepMany(archive, OF_TOKEN + 1)
    expect([archive.has(1, 4, 'kept'), archive.isWhole(1, 4), archive.isWhole(1, 3)]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('what a token held makes room for others', () => {
    const archive = createArchive(true, bounds.maxCursors)
    for (const token of range(5)) keepMany(archive, OF_TOKEN, { token })
    keepMany(archive, 1, { token: 9 })
    expect([archive.has(1, 9, '9-0'), archive.isWhole(1, 9)]).toEqual([false, false])
    archive.keep(gave('one more', 0), true)
    keepMany(archive, OF_TOKEN, { token: 10 })
    expect([knownOf(archive, OF_TOKEN, { token: 10 }), archive.isWhole(1, 10)]).toEqual([
      OF_TOKEN,
      true,
    ])
  })

  test('what a user held makes room for others', () => {
    const archive = createArchive(true, bounds.maxCursors)
    for (const token of range(5)) keepMany(archive, OF_TOKEN, { token, user: 1 + (token % 2) })
    archive.forget(1)
    for (const token of [5, 6, 7]) keepMany(archive, OF_TOKEN, { token, user: 3 })
    expect([5, 6, 7].map((token) => knownOf(archive, OF_TOKEN, { token, user: 3 }))).toEqual([
      OF_TOKEN,
      OF_TOKEN,
      OF_TOKEN,
    ])
  })

  test('a million entries leave no more than there is room for', () => {
    const archive = createArchive(true, bounds.maxCursors)
    for (const n of range(1_000_000)) archive.keep(gave(String(n), n % 80, 1 + (n % 7)), true)
    const known = range(1_000_000).filter((n) => archive.has(1 + (n % 7), n % 80, String(n)))
    expect(known.length).toBeLessThanOrEqual(OF_ALL)
    expect(range(7).reduce((total, user) => total + archive.forgotten(user + 1), 0)).toBe(1_000_000)
  })

  test('a cursor that comes again and again counts once', () => {
    const archive = createArchive(true, bounds.maxCursors)
    for (let n = 0; n < 3 * OF_ALL; n++) archive.keep(gave('the same'), true)
    expect([archive.has(1, 3, 'the same'), archive.isWhole(1, 3)]).toEqual([true, true])
  })
})

describe('a user that is gone', () => {
  test('leaves nothing behind, for whoever gets the id next', () => {
    const archive = createArchive(true, bounds.maxCursors)
    archive.keep(gave('old'), true)
    archive.keep(gave('other', 4, 2), true)
    archive.forget(1)
    expect([
      archive.has(1, 3, 'old'),
      archive.otherHolder(4, 'old'),
      archive.forgotten(1),
      archive.has(2, 4, 'other'),
    ]).toEqual([false, undefined, 0, true])
  })

  test('is whole again', () => {
    const archive = createArchive(true, bounds.maxCursors)
    keepMany(archive, OF_TOKEN + 1)
    archive.forget(1)
    expect(archive.isWhole(1, 3)).toBe(true)
  })
})

const cursorRecord = (next: string, user = 1) =>
  record({ user, token: user + 10, list: listing(next) })

describe('the journal', () => {
  test('hands over what no longer fits', () => {
    const journal = createJournal({ ...bounds, maxEntries: 2 })
    for (const next of ['a', 'b', 'c', 'd']) journal.add(cursorRecord(next))
    expect(['a', 'b', 'c', 'd'].map((cursor) => journal.issued.has(1, 11, cursor))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(journal.forgotten(1)).toBe(2)
  })

  test('hands over the cursors of a request that comes again and again', () => {
    const journal = createJournal({ ...bounds, maxEntries: 3 })
    const list = listing('next', 'previous')
    const known = (token: number): boolean[] =>
      ['next', 'previous'].map((cursor) => journal.issued.has(1, token, cursor))
    for (let count = 0; count < 3; count++) journal.add(record({ list }))
    expect(known(3)).toEqual([false, false])
    for (const token of [3, 4, 4, 4, 4, 3]) journal.add(record({ list, token }))
    expect([known(3), known(4)]).toEqual([
      [true, true],
      [true, true],
    ])
    expect(journal.forgotten(1)).toBe(6)
  })

  test('hands over what leaves for want of memory', () => {
    const journal = createJournal({ ...bounds, maxEntries: 1000, maxBytes: 4096 })
    for (const n of range(100)) journal.add(cursorRecord(String(n)))
    expect(journal.issued.has(1, 11, '0')).toBe(true)
    expect(journal.forgotten(1)).toBe(100 - journal.size().entries)
  })

  test('hands over what is cleared, which nobody counts as forgotten', () => {
    const journal = createJournal({ ...bounds, maxEntries: 1 })
    for (const next of ['a', 'b']) journal.add(cursorRecord(next))
    journal.add(cursorRecord('c', 2))
    expect(runAtOnce(journal.clear(1))).toBe(1)
    expect([
      journal.issued.has(1, 11, 'b'),
      journal.forgotten(1),
      journal.issued.has(2, 12, 'c'),
    ]).toEqual([true, 0, false])
    runAtOnce(journal.clear())
    expect(journal.issued.has(2, 12, 'c')).toBe(true)
  })

  test('hands over in turns what is cleared, also what comes meanwhile', () => {
    const journal = createJournal({ ...bounds, maxEntries: 1000 })
    for (const n of range(200)) journal.add(cursorRecord(String(n)))
    const clearing = journal.clear()
    expect(clearing.next().done).toBe(false)
    journal.add(cursorRecord('new'))
    journal.add(cursorRecord('new', 2))
    expect(runAtOnce(clearing)).toBe(202)
    for (const cursor of ['0', '199', 'new']) expect(journal.issued.has(1, 11, cursor)).toBe(true)
    expect(journal.issued.has(2, 12, 'new')).toBe(true)
    expect(journal.entries()).toEqual([])
  })

  test('hands over nothing of a user that is deleted', () => {
    const journal = createJournal({ ...bounds, maxEntries: 1 })
    for (const next of ['a', 'b']) journal.add(cursorRecord(next))
    journal.forget(1)
    expect([
      journal.issued.has(1, 11, 'a'),
      journal.issued.has(1, 11, 'b'),
      journal.forgotten(1),
    ]).toEqual([false, false, 0])
  })
})

test('knows not all cursors where clients may bring those of an earlier run', () => {
  const archive = createArchive(false, bounds.maxCursors)
  expect(archive.isWhole(1, 3)).toBe(false)
})
