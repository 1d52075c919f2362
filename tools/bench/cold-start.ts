// From spawn to the first 200: the mock with its demo dataset against a bare node:http.

import { findFreePort, waitForFirstAnswer } from './first-answer.ts'
import { median } from './median.ts'
import { firstPage, mockArgs, tokens } from './mock.ts'
import type { Sandbox } from './sandbox.ts'

const STARTS = 11

/** An ES module, as such a server is written today. As CommonJS it would start some 30 ms earlier, without undici. */
const bareArgs = (port: number): string[] => [
  '--input-type=module',
  '--eval',
  `import { createServer } from 'node:http'; createServer((request, response) => response.end('{}')).listen(${port}, '127.0.0.1')`,
]

/** The mock's median time as a multiple of the bare server's, and both in milliseconds. */
export async function measureColdStart(
  sandbox: Sandbox,
): Promise<{ ratio: number; mock: number; bare: number }> {
  const mock: number[] = []
  const bare: number[] = []
  await timeStart(sandbox, mockArgs)
  for (let start = 0; start < STARTS; start++) {
    bare.push(await timeStart(sandbox, bareArgs))
    mock.push(await timeStart(sandbox, mockArgs))
  }
  return { ratio: median(mock) / median(bare), mock: median(mock), bare: median(bare) }
}

async function timeStart(sandbox: Sandbox, argsFor: (port: number) => string[]): Promise<number> {
  const port = await findFreePort()
  const start = performance.now()
  const child = sandbox.start(argsFor(port))
  await waitForFirstAnswer(child, { port, path: firstPage, token: tokens.page }, { everyMs: 1 })
  const milliseconds = performance.now() - start
  await sandbox.stop(child)
  return milliseconds
}
