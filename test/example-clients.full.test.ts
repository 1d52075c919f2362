import { describe, test } from 'vitest'
import { expectSync, languages } from './example-clients-runs.ts'

describe.each(languages)('in $name', ({ isAbsent, ...language }) => {
  test.skipIf(isAbsent).each(['nicecall', 'autocalls'] as const)(
    'the sync client copies all rows in the edition %s, and the judge finds nothing',
    (edition) => expectSync(language, edition),
  )
})
