import { describe, expect, test } from 'vitest'
import { combinationOf, expectedFor, pairs } from './combinations.ts'
import { calibrateMock } from './live-mock.ts'

describe('the settings of a mock are told from outside:', () => {
  test.each(pairs().map((combination) => [Object.values(combination).join(' '), combination]))(
    '%s',
    async (_title, combination) => {
      const { account, ...options } = combination
      const { settings, requests } = await calibrateMock({ options, account })
      expect(settings).toEqual(expectedFor(combination))
      expect(requests).toBeLessThanOrEqual(45)
    },
  )
})

const options = { edition: 'autocalls', cursorKeys: 7, laravel: 13 } as const
const everything = { options, account: 'many' } as const
const all = expectedFor(combinationOf(options))

describe('all is told', () => {
  const troubles: [string, Partial<Parameters<typeof calibrateMock>[0]>][] = [
    [
      'of an API that refuses every third request for a second',
      {
        prepare: (mock) =>
          mock.faults.arm({ match: { every: 3 }, effect: { type: 'rate_limit', retry_after: 1 } }),
      },
    ],
    [
      'of an API that is often down',
      {
        prepare: (mock) =>
          mock.faults.arm({ match: { every: 2 }, effect: { type: 'status', status: 503 } }),
      },
    ],
    [
      'of a slow API',
      { prepare: (mock) => mock.faults.arm({ effect: { type: 'delay', milliseconds: 5 } }) },
    ],
  ]
  test.each(troubles)('%s', async (_title, trouble) => {
    const { settings, complete } = await calibrateMock({ ...everything, ...trouble })
    expect({ settings, complete }).toEqual({ settings: all, complete: true })
  })

  test('of an API that takes five requests a minute', async () => {
    const { settings, complete } = await calibrateMock({
      ...everything,
      options: { ...everything.options, rateLimit: 5 },
    })
    expect({ settings, complete }).toEqual({ settings: { ...all, rateLimit: 5 }, complete: true })
  })
})
