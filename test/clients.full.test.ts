// Whether the judge finds every mistake, and nothing else: on clients that are right, and on clients with one mistake each.

import { describe, expect, test } from 'vitest'
import { type EditionName, editionNames } from '../src/editions.ts'
import { rules } from '../src/judge/rules.ts'
import type { Client } from './clients/client.ts'
import { correctClients, mistakes } from './clients/corpus.ts'
import { openWorld, type World } from './clients/world.ts'
import { isStill, worldsOf } from './clients/worlds.ts'

type Run = {
  readonly edition: EditionName
  /** What each of the clients has collected. */
  readonly collected: readonly (readonly string[])[]
  /** What there was to collect. */
  readonly ids: readonly string[]
  readonly perPage: number
  readonly found: readonly string[]
  /** The findings in words. */
  readonly messages: string
}

/** The clients begin at once, with one token. */
async function run(clients: readonly Client[], world: World, edition: EditionName): Promise<Run> {
  await using opened = await openWorld(world, edition)
  const { mock, user, place } = opened
  const before = await user.conversations.list({ ...world.filters, limit: 1000 })
  const collected = await Promise.all(clients.map((client) => client.run(place)))
  // Of the whole mock: what comes without a good token is no user's.
  const findings = await mock.findings()
  return {
    edition,
    collected: collected.map((rows) => rows.map(({ id }) => id)),
    ids: before.map(({ uuid }) => uuid),
    perPage: place.perPage,
    found: [...new Set(findings.map(({ rule }) => rule))],
    messages: findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n'),
  }
}

const repeat = <T>(value: T, times = 1): T[] => Array.from({ length: times }, () => value)

describe.concurrent('nothing is found of a client that', () => {
  const cases = correctClients.flatMap((client) =>
    worldsOf(client).map((world) => ({
      client,
      world: { ...world, filters: client.filters ?? world.filters ?? {} },
    })),
  )

  test.each(cases)('$client.does, where $world.name', async ({ client, world }) => {
    const clients = repeat(client, world.atOnce)
    const runs = await Promise.all(client.editions.map((edition) => run(clients, world, edition)))
    for (const { edition, collected, ids, perPage, found, messages } of runs) {
      expect(found, `${edition}\n${messages}`).toEqual([])
      if (isStill(world))
        expect(collected, edition).toEqual(
          repeat(client.collects?.(ids, perPage) ?? ids, world.atOnce),
        )
    }
  })
})

describe.concurrent('nothing is found of four different clients at once with one token', () => {
  const cases = editionNames.flatMap((edition) => {
    const clients = correctClients.filter(
      ({ editions, filters }) => editions.includes(edition) && filters === undefined,
    )
    return clients.map((_, index) => ({
      edition,
      number: index + 1,
      four: [...clients.slice(index), ...clients].slice(0, 4),
    }))
  })

  test.each(cases)('of $edition, $number', async ({ edition, four }) => {
    const { found, messages } = await run(four, { rows: 90, filters: { type: 'widget' } }, edition)
    expect(found, `${four.map(({ does }) => does).join('\n')}\n${messages}`).toEqual([])
  })
})

describe('what is found of a client that', () => {
  const cases = mistakes.flatMap(({ rule, clients }) => clients.map((client) => ({ rule, client })))

  test.each(cases)('$client.does is $rule', async ({ rule, client }) => {
    const { found, messages } = await run([client], client.world ?? {}, client.edition)
    expect(found, messages).toEqual([rule])
  })
})

describe('however busy the machine is', () => {
  const cases = mistakes.flatMap(({ rule, clients }) => (rule === 'retry-storm' ? clients : []))

  test.each(cases)('a client that $does is retry-storm', async (client) => {
    const busy = setInterval(() => work(40 * Math.random()))
    const { found, messages } = await run([client], client.world ?? {}, client.edition)
    clearInterval(busy)
    expect(found, messages).toEqual(['retry-storm'])
  })
})

/** Keeps the process from everything else. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

test('every rule is tried on two different clients at least', () => {
  const tried = new Map(
    mistakes.map(({ rule, clients }) => [rule, new Set(clients.map(({ does }) => does)).size]),
  )
  expect(rules.filter(({ id }) => (tried.get(id) ?? 0) < 2)).toEqual([])
})
