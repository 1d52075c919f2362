// Measures the time from spawn to the first 200: a mock against a bare node:http server.

import type { Build } from './build-state.ts'
import { findFreePort, waitForFirstAnswer } from './first-answer.ts'
import { firstPage, mockArgs, tokens } from './mock.ts'
import { findProcessorTime } from './process-use.ts'
import type { Sandbox } from './sandbox.ts'

const STARTS = 11

export const coldStarts = {
  cold: [],
  'cold-500': ['--generate', '500'],
  'cold-10k': ['--generate', '10000'],
} as const satisfies Record<string, readonly string[]>

export type ColdStartName = keyof typeof coldStarts

export const coldStartNames = Object.keys(coldStarts).filter(
  (name): name is ColdStartName => name in coldStarts,
)

/**
 * Milliseconds from spawn to the first answer, and the milliseconds of processor time until then.
 */
type Start = { readonly wait: number; readonly cpu: number }

/** The ratios of the mock to the bare server, one for each pair of starts. */
export type ColdStart = { readonly byWait: number[]; readonly byCpu: number[] }

/**
 * The bare server is an ES module, as people write it today. CommonJS would start about 30 ms
 * earlier, because it does not load undici.
 */
const bareArgs = (port: number): string[] => [
  '--input-type=module',
  '--eval',
  `import { createServer } from 'node:http'; createServer((request, response) => response.end('{}')).listen(${port}, '127.0.0.1')`,
]

/** Starts the builds in turn, so that a machine that becomes slower changes all of them alike. */
export async function measureColdStarts(
  sandbox: Sandbox,
  name: ColdStartName,
  builds: readonly Build[],
): Promise<ColdStart[]> {
  const mocks = builds.map((build) => ({
    argsFor: (port: number): string[] => mockArgs(build, port, ...coldStarts[name]),
    byWait: new Array<number>(),
    byCpu: new Array<number>(),
  }))
  // The first start of a build compiles its code, which later ones use.
  for (const { argsFor } of mocks) await timeStart(sandbox, argsFor)
  for (let start = 0; start < STARTS; start++) {
    const bare = await timeStart(sandbox, bareArgs)
    for (const { argsFor, byWait, byCpu } of mocks) {
      const mock = await timeStart(sandbox, argsFor)
      byWait.push(mock.wait / bare.wait)
      byCpu.push(mock.cpu / bare.cpu)
    }
  }
  return mocks
}

async function timeStart(sandbox: Sandbox, argsFor: (port: number) => string[]): Promise<Start> {
  const port = await findFreePort()
  const start = performance.now()
  const child = sandbox.start(argsFor(port))
  await waitForFirstAnswer(child, { port, path: firstPage, token: tokens.page }, { everyMs: 1 })
  const wait = performance.now() - start
  const cpu = findProcessorTime(child.pid ?? 0) ?? NaN
  await sandbox.stop(child)
  return { wait, cpu }
}
