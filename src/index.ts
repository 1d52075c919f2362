// The public API.

import { type Options, parseSettings } from './config.ts'
import { type Mock, startServer } from './server.ts'

export type { DatasetInput } from './dataset.ts'
export type { Options } from './config.ts'
export type { Mock, MockToken } from './server.ts'

/**
 * Starts a mock inside this process, by default on a free port of the loopback interface with the demo dataset in memory.
 * Options are those of the command line under their names in camel case; `dataset` may also be the value itself.
 * Rejects with a ConfigError, DatasetError, StoreError or ListenError whose message names the fix.
 *
 *     await using mock = await startMock({ edition: 'autocalls' })
 *     await fetch(`${mock.url}/api/user/conversations`, { headers: { Authorization: `Bearer ${mock.tokens[0].plain}` } })
 */
export async function startMock(options: Options = {}): Promise<Mock> {
  return startServer(parseSettings([{ values: { port: 0, ...options }, placeOf: (name) => name }]))
}
