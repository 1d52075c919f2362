// Clients that make one mistake each. The judge finds it, and nothing else.

import { describe, expect, test } from 'vitest'
import { rules } from '../../src/judge/rules.ts'
import { mistakes } from './corpus.ts'
import { runClients } from './run.ts'
import type { World } from './client.ts'

describe('what is found of a client that', () => {
  const cases = mistakes.flatMap(({ rule, clients }) => clients.map((client) => ({ rule, client })))

  test.each(cases)('$client.does is $rule', async ({ rule, client }) => {
    const { found, messages } = await runClients([client], {
      world: client.world ?? {},
      edition: client.edition,
    })
    expect(
      found.filter((other) => !client.noted?.some((one) => one === other)),
      messages,
    ).toEqual([rule])
  })
})

const isTimed = ({ world }: { world?: World }): boolean =>
  world?.faults?.some(({ effect }) => effect.type === 'delay') ?? false

describe('however busy the machine is', () => {
  const cases = mistakes.flatMap(({ rule, clients }) =>
    rule === 'retry-storm' ? clients.filter((client) => !isTimed(client)) : [],
  )

  test.each(cases)('a client that $does is retry-storm', async (client) => {
    const busy = setInterval(() => work(40 * Math.random()))
    const { found, messages } = await runClients([client], {
      world: client.world ?? {},
      edition: client.edition,
    })
    clearInterval(busy)
    expect(found, messages).toEqual(['retry-storm'])
  })
})

/** Blocks the process for a time. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

test('every rule is tried on two different clients at least', () => {
  const tried = new Map(
    mistakes.map(({ rule, clients }) => [rule, new Set(clients.map(({ does }) => does)).size]),
  )
  expect(rules.filter(({ id }) => (tried.get(id) ?? 0) < 2)).toEqual([])
})
