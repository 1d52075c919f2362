// What helpers open for a test file is closed at the end of that file. An afterAll() of their own would be that of the first
// file only: files that share a worker share the modules of the helpers as well.

import { afterAll } from 'vitest'

const closings: (() => unknown)[] = []

/** The last to be opened is closed first. */
export const atFileEnd = (close: () => unknown): void => void closings.push(close)

/** Called by the set-up file, which runs for each test file. */
export const closeAtFileEnd = (): void =>
  afterAll(async () => {
    for (const close of closings.splice(0).toReversed()) await close()
  })
