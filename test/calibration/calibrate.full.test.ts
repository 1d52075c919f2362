import { expect, test } from 'vitest'
import { allCombinations, expectedFor } from './combinations.ts'
import { calibrateMock } from './live-mock.ts'

/** All of them take three minutes: `ALL_COMBINATIONS=1 npm run test:all`. Each fifth one meets every pair of values as well. */
const STEP = process.env['ALL_COMBINATIONS'] === undefined ? 5 : 1

test('combinations of settings are told from outside', { timeout: 1_800_000 }, async () => {
  const combinations = [...allCombinations()].filter((_, index) => index % STEP === 0)
  for (const combination of combinations) {
    const { account, ...options } = combination
    const { settings, complete } = await calibrateMock({ options, account })
    expect({ settings, complete }, JSON.stringify(combination)).toEqual({
      settings: expectedFor(combination),
      complete: true,
    })
  }
})
