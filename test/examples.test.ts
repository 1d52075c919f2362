import { describe, test } from 'vitest'
import { examples, expectFound, expectPassing } from './examples-runs.ts'

test.each(examples)('$name passes', async (example) => expectPassing(example))

// Each takes seconds with Vitest: examples.full.test.ts has the mistakes for that.
describe.each(examples.filter(({ name }) => !name.startsWith('vitest')))('$name', (example) => {
  test.each(example.mistakes)('fails when $file is wrong, and says why', async (mistake) =>
    expectFound(example, mistake),
  )
})
