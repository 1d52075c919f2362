import type { ChildProcess } from 'node:child_process'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { setInterval } from 'node:timers/promises'

export type Address = { readonly port: number; readonly path: string; readonly token: string }

/**
 * Sends requests until the process answers with 200. Rejects when the process ends, or after
 * `seconds`.
 */
export async function waitForFirstAnswer(
  child: ChildProcess,
  address: Address,
  { everyMs = 10, seconds = 20 } = {},
): Promise<void> {
  const command = child.spawnargs.join(' ')
  const deadline = performance.now() + seconds * 1000
  for await (const _ of setInterval(everyMs)) {
    if ((await findStatus(address)) === 200) return
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${command} ended before it answered`)
    if (performance.now() > deadline)
      throw new Error(`${command} did not answer within ${seconds} s`)
  }
}

/** Undefined while no server listens. */
function findStatus({ port, path, token }: Address): Promise<number | undefined> {
  return new Promise((resolve) => {
    get(
      {
        host: '127.0.0.1',
        port,
        path,
        agent: false,
        headers: { Authorization: `Bearer ${token}` },
      },
      (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode))
      },
    ).once('error', () => resolve(undefined))
  })
}

export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
