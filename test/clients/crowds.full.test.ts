import { describe, expect, test } from 'vitest'
import { editionNames } from '../../src/editions.ts'
import { correctClients } from './corpus.ts'
import { runClients, surprises } from './run.ts'

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
    const world = { rows: 90, filters: { type: 'widget' } } as const
    const run = await runClients(four, { world, edition })
    const names = four.map(({ does }) => does).join('\n')
    expect(surprises(run, four), `${names}\n${run.messages}`).toEqual([])
  })
})
