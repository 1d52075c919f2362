// The cost of a report must grow with the requests, not with their square: one rule is one turn, in
// which no client gets an answer.

import { expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { firstOf, type WalkStep } from '../../src/walks/walk.ts'
import { toWalk } from '../../src/walks/walk-builder.ts'
import { finish } from '../finish.ts'
import { entry, NOON } from '../journal/entries.ts'
import { walksOf } from '../walks/walking.ts'

const REQUESTS = 250
const PATH = '/api/user/conversations'

/** The request at an index. */
type Client = (index: number) => Partial<Entry> & { readonly page?: number }

const clients: Readonly<Record<string, Client>> = {
  'hangs up each second time': (index) => ({
    page: 1 + Math.floor(index / 2),
    hungUpAt: index % 2 === 1 ? 10 * index + 1 : null,
  }),
  'goes on beyond the end': (index) => ({
    page: index + 1,
    ...(index > 2 && { rows: 0, list: { ids: '', total: 45, next: null, previous: '3' } }),
  }),
  'goes on at once after each 429': (index) => ({
    page: 1 + Math.floor(index / 2),
    ...(index % 2 === 1 && {
      status: 429,
      list: null,
      rows: null,
      limit: { remaining: 0, retryAfter: '1', reset: null },
    }),
  }),
}

test.each(Object.entries(clients))('a client that %s', (_name, client) => {
  const [few, many] = [REQUESTS, 2 * REQUESTS].map((count) => countReads(client, count))
  expect(few).toBeGreaterThan(REQUESTS)
  expect(many).toBeLessThan(2.4 * (few ?? 0))
})

/** The number of times that rules read a field of a request. */
function countReads(client: Client, count: number): number {
  let reads = 0
  const counting = (step: WalkStep): WalkStep =>
    new Proxy(step, {
      get(target, name, receiver): unknown {
        reads++
        return Reflect.get(target, name, receiver)
      },
    })
  const entries = Array.from({ length: count }, (_, index) => entryOf(client(index), index))
  const walks = walksOf(entries).map(({ steps, isOver, party }) => {
    const counted = steps.map(counting)
    return toWalk(firstOf({ steps: counted }), counted, { isOver, party })
  })
  reads = 0
  finish(judge(walks))
  return reads
}

function entryOf({ page = 1, ...fields }: ReturnType<Client>, index: number): Entry {
  return entry({
    duration: 1,
    id: index + 1,
    user: 1,
    token: 1,
    edition: 'nicecall',
    connection: 1,
    at: 10 * index,
    time: NOON + index / 100,
    target: `${PATH}?page=${page}`,
    status: 200,
    rows: 15,
    list: { ids: '1', total: 1e6, next: String(page + 1), previous: null },
    ...fields,
  })
}
