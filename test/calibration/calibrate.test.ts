import { describe, expect, test } from 'vitest'
import { expectedFor, pairs } from './combinations.ts'
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
