import { expect, test } from 'vitest'
import { budgetOf, MIN_MEMORY_MIB } from '../../src/system/memory-budget.ts'

const MIB = 1024 * 1024

test('the default of 256 keeps 16 MiB of the journal', () => {
  expect(Math.floor(budgetOf(256).journal / MIB)).toBe(16)
})

test('the least that may be named keeps some of everything', () => {
  const { journal, bodies, cursors } = budgetOf(MIN_MEMORY_MIB)
  expect(journal).toBeGreaterThan(4 * MIB)
  expect(bodies).toBeGreaterThan(MIB)
  expect(cursors).toBeGreaterThan(10_000)
})

test('more memory keeps more of the journal, and bodies up to their bound', () => {
  expect(budgetOf(1024).journal).toBeGreaterThan(300 * MIB)
  expect(budgetOf(1024).bodies).toBe(16 * MIB)
})

test.each([256, 512, 4096])('of %i the shares leave something for the judge', (memory) => {
  const { journal, bodies, cursors, given } = budgetOf(memory)
  expect(journal + bodies + given + cursors * 64).toBeLessThan((memory - 216) * MIB)
})
