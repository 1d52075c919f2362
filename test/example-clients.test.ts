// Tests the clients in examples/, in each language that this machine has. The other editions are in
// example-clients.full.test.ts.

import { describe, test } from 'vitest'
import { expectChat, expectSync, languages } from './example-clients-runs.ts'

describe.each(languages)('in $name', ({ isAbsent, ...language }) => {
  test.skipIf(isAbsent)('the chat client talks and is in the list', () => expectChat(language))

  test.skipIf(isAbsent)('the sync client copies all rows, and the judge finds nothing', () =>
    expectSync(language, 'combined'),
  )
})
