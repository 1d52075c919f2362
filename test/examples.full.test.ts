import { describe, test } from 'vitest'
import { examples, expectFound, expectPassing } from './examples-runs.ts'

// The examples with fetch alone are in examples.test.ts.
describe.each(examples.filter(({ name }) => !name.startsWith('fetch')))('$name', (example) => {
  test('passes', async () => expectPassing(example))

  test.each(example.mistakes)('fails when $file is wrong, and says why', async (mistake) =>
    expectFound(example, mistake),
  )
})
