import { expect, test } from 'vitest'
import { allCombinations, expectedFor } from './combinations.ts'
import { calibrateMock } from './live-mock.ts'

test('every combination of settings is told from outside', { timeout: 1_800_000 }, async () => {
  for (const combination of allCombinations()) {
    const { account, ...options } = combination
    const { settings, complete } = await calibrateMock({ options, account })
    expect({ settings, complete }, JSON.stringify(combination)).toEqual({
      settings: expectedFor(combination),
      complete: true,
    })
  }
})
