import { describe, test } from 'vitest'
import { examples, expectFound, expectPassing } from './examples-runs.ts'

// Each run takes seconds, and Vitest's are the slowest. examples.full.test.ts runs the others.
describe.each(examples.filter(({ name }) => !name.startsWith('vitest')))('$name', (example) => {
  test('passes', async () => expectPassing(example))

  test.each(example.mistakes.slice(0, 1))('fails when $file is wrong, and says why', (mistake) =>
    expectFound(example, mistake),
  )
})
