// Correct clients in all worlds that they meet. The judge finds nothing, or notes what is listed.

import { describe, expect, test } from 'vitest'
import { correctClients } from './corpus.ts'
import { runClients, surprises } from './run.ts'
import type { World } from './client.ts'
import { isStill, worldsOf } from './worlds.ts'

const repeat = <T>(value: T, times = 1): T[] => Array.from({ length: times }, () => value)

/** Describes the worlds that fit. Two files share them, so that they run side by side. */
export const describeCorrect = (fits: (world: World) => boolean): void =>
  void describe.concurrent('nothing is found of a client that', () => {
    const cases = correctClients.flatMap((client) =>
      worldsOf(client)
        .filter(fits)
        .map((world) => ({
          client,
          world: { ...world, filters: client.filters ?? world.filters ?? {} },
        })),
    )

    test.each(cases)('$client.does, where $world.name', async ({ client, world }) => {
      const { atOnce, hasOwnConnections = false } = world
      const clients = repeat(client, atOnce)
      const runs = await Promise.all(
        client.editions.map((edition) =>
          runClients(clients, { world, edition, hasOwnConnections }),
        ),
      )
      for (const run of runs) {
        const { edition, collected, ids, perPage, messages } = run
        expect(surprises(run, clients), `${edition}\n${messages}`).toEqual([])
        if (isStill(world))
          expect(collected, edition).toEqual(repeat(client.collects?.(ids, perPage) ?? ids, atOnce))
      }
    })
  })
