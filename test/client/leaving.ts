// Tests that closed mocks leave nothing behind. They run in a process of their own, so that its
// handles and memory belong to the mocks alone.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import * as z from 'zod'
import { childPath } from '../children.ts'

const Report = z.object({
  handles: z.array(z.string()),
  heapGrowth: z.number(),
  rssGrowth: z.number(),
})

const MB = 2 ** 20

/** Starts and closes `mocks` mocks twice, and checks the second half. */
export async function expectNothingLeft(mocks: number): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    childPath('many-mocks'),
    String(mocks),
  ])
  const { handles, heapGrowth, rssGrowth } = Report.parse(JSON.parse(stdout))
  expect(handles).toEqual([])
  expect(heapGrowth).toBeLessThan(4 * MB)
  expect(rssGrowth).toBeLessThan(64 * MB)
}
