// Closes everything that test helpers open, at the end of each test file. An afterAll() in a helper
// would run for the first file only, because files in one worker share the modules of helpers.

import { afterAll } from 'vitest'

const closings: (() => unknown)[] = []

/** Registers a function for the end of the test file. The functions run in reverse order. */
export const atFileEnd = (close: () => unknown): void => void closings.push(close)

/** Runs the registered functions after all tests. The set-up file calls it for each test file. */
export const closeAtFileEnd = (): void =>
  afterAll(async () => {
    for (const close of closings.splice(0).toReversed()) await close()
  })
