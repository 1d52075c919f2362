import { beforeEach, describe, expect, test } from 'vitest'
import type { Judged } from '../../src/admin/judged.ts'
import { createJudging } from '../../src/admin/judging.ts'
import { createClocks } from '../../src/clock/clocks.ts'
import { createTurns } from '../../src/clock/turns.ts'
import { createJournal, type Journal } from '../../src/journal/journal.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { finish } from '../finish.ts'
import { cursorAt } from '../walks/fake-list.ts'
import { trace } from '../walks/trace.ts'

const USERS = [1, 2]

let journal: Journal
let judge: ReturnType<typeof createJudging>['judge']
/** The users whose requests were read for a judgement. */
let read: (number | null | undefined)[]

beforeEach(() => {
  start()
  for (const user of USERS) add('p1 p2', { user })
  report()
})

function start({ maxJudgements = 1e6 } = {}): void {
  journal = createJournal({ maxEntries: 100, maxBytes: 1e6, maxCursors: 100 })
  read = []
  const controls = {
    journal: { ...journal, since },
    store: { users: { ids: () => USERS } },
    clocks: createClocks(),
    walkIdle: 5,
    maxJudgements,
  }
  judge = createJudging(controls, () => false).judge
}

const since: Journal['since'] = (id, query, extent) => {
  if (id === 0) read.push(query.user)
  return journal.since(id, query, extent)
}

function add(notation: string, changes: Partial<Entry>): void {
  for (const entry of trace(notation)) journal.add({ ...entry, origin: '', delay: 1, ...changes })
}

/** The judgements of all users. */
function report(options: { user?: number; live?: boolean } = {}): Judged[] {
  const judged: Judged[] = []
  read = []
  const query = { user: undefined, live: false, ...options }
  const work = judge(query, function* (one) {
    yield
    judged.push(one)
  })
  finish(work)
  return judged
}

describe('a second report', () => {
  test('reads no requests when nothing has changed', () => {
    const again = report()
    expect([read, again.map(({ requests }) => requests)]).toEqual([[], [2, 2, 0]])
  })

  test('reads only the requests of a user who sent another', () => {
    add('p3', { user: 2 })
    const again = report()
    expect([ofUsers(), again.map(({ requests }) => requests)]).toEqual([[2], [2, 3, 0]])
  })

  test.each<[what: string, change: () => void]>([
    ['the client of one hung up', () => journal.hangUp(2, 1, 0)],
    ['they were cleared', () => void finish(journal.clear(1))],
    ['the user was deleted', () => journal.forget(1)],
    ['the oldest one made room for others', () => add('p1 '.repeat(100), { user: 1 })],
  ])('reads the requests of a user again when %s', (_what, change) => {
    change()
    report()
    expect(ofUsers()).toEqual([1])
  })

  test('reads all requests again after one without a user, which may be of any walk', () => {
    add('p2', { user: null, token: null, status: 401, list: null })
    report()
    expect(ofUsers()).toEqual(USERS)
    report()
    expect(ofUsers()).toEqual(USERS)
  })

  test('reads a user again whose cursor may be that of another user, after any request', () => {
    const cursor = cursorAt(7)
    add(`-?cursor=${cursor}`, { user: 1 })
    report()
    report()
    expect(ofUsers()).toEqual([])
    add('p3', { user: 2 })
    report()
    expect(ofUsers()).toEqual(USERS)
  })

  test.each<[what: string, change: () => void]>([
    ['the client of another one hung up', () => journal.hangUp(4, 2, 0)],
    ['those of another one were cleared', () => void finish(journal.clear(2))],
    ['another user was deleted', () => journal.forget(2)],
  ])('reads a user again whose cursor may be that of another user when %s', (_what, change) => {
    add(`-?cursor=${cursorAt(7)}`, { user: 1 })
    report()
    change()
    report()
    expect(ofUsers()).toContain(1)
  })

  test('reads all requests again when walks may go on', () => {
    report({ live: true })
    expect(ofUsers()).toEqual(USERS)
  })

  test('judges a user again whose requests leave while a walk is read', () => {
    const taken: number[] = []
    const work = judge({ user: 1, live: false }, function* ({ walks: [walk], open }) {
      taken.push(walk?.id ?? 0)
      if (taken.length === 1) finish(journal.clear(1))
      if (walk) yield* open(walk)
    })
    finish(work)
    expect(taken).toEqual([1, 0])
  })
})

test('judgements for which there is no room are not kept', () => {
  start({ maxJudgements: 100 })
  for (const user of USERS) add('p1 p2', { user })
  report()
  report()
  expect(ofUsers()).toEqual(USERS)
})

test('outdated judgements make room', () => {
  start({ maxJudgements: 4000 })
  add('p1 p2', { user: 1 })
  report()
  finish(journal.clear(1))
  add('p1 p2', { user: 2 })
  report()
  report()
  expect(read).toEqual([])
})

test('calls at the same time share their judgements', async () => {
  for (const user of USERS) add('p3', { user })
  read = []
  const turns = createTurns({ now: () => 0, defer: (next) => void setImmediate(next) })
  const taken: number[] = []
  const call = () =>
    judge({ user: undefined, live: false }, function* ({ requests }) {
      yield
      taken.push(requests)
    })
  await Promise.all([turns.run(call()), turns.run(call())])
  expect(read.filter((user) => user !== null)).toHaveLength(USERS.length)
  expect([ofUsers(), taken.toSorted((a, b) => a - b)]).toEqual([USERS, [0, 0, 3, 3, 3, 3]])
})

const ofUsers = () => USERS.filter((user) => read.includes(user))
