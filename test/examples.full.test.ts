import { describe, test } from 'vitest'
import { examples, expectFound, expectPassing } from './examples-runs.ts'

// The other runs are in examples.test.ts.
describe.each(examples.filter(({ name }) => !name.startsWith('fetch')))('$name', (example) => {
  const isVitest = example.name.startsWith('vitest')

  test.runIf(isVitest)('passes', async () => expectPassing(example))

  test.each(example.mistakes.slice(isVitest ? 0 : 1))(
    'fails when $file is wrong, and says why',
    async (mistake) => expectFound(example, mistake),
  )
})
