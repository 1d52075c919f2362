// What mocks leave behind in a process of its own, whose handles and memory are those of the mocks alone.

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

/** Of so many mocks, after as many others. */
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
