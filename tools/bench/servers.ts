// The servers that are compared, each a process of its own.

import { copyFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findFreePort, waitForFirstAnswer } from './first-answer.ts'
import { beginChats } from './chats.ts'
import { fetchAllItems, fetchExtent, fetchFirstPage, firstPage, mockArgs, tokens } from './mock.ts'
import type { Sandbox } from './sandbox.ts'
import type { Extent } from './streams.ts'

const SMALL_ROWS = 1000
const START_SECONDS = 20
const SECONDS_PER_MILLION_ROWS = 120

export type ServerName =
  | 'limitHttp'
  | 'limitFastify'
  | 'jsonServer'
  | 'large'
  | 'unjournaled'
  | 'unjudged'
  | 'small'
  | 'memory'
  | 'file'

export type Server = {
  readonly pid: number
  readonly port: number
  readonly extent: Extent
  /** From spawn to the first answer. */
  readonly startSeconds: number
  stop(): Promise<void>
}

/** The file of a mock with so many rows: one mock uses a file at a time, so that each has its own. */
const fileOf = (sandbox: Sandbox, rows: number, mock: ServerName): string =>
  sandbox.fileAt(`${rows}-${mock}.db`)

/** For the mocks that are compared with the large one; call it while that one does not run. */
export function copyLarge(sandbox: Sandbox, rows: number): void {
  for (const mock of ['unjournaled', 'unjudged'] as const)
    copyFileSync(fileOf(sandbox, rows, 'large'), fileOf(sandbox, rows, mock))
}

/** A mock with generated rows: in memory, or in a file, which is made unless it exists. */
export async function startMock(
  sandbox: Sandbox,
  rows: number,
  mock: ServerName,
  ...args: string[]
): Promise<Server> {
  const server = await start(sandbox, {
    argsFor: (port) =>
      mockArgs(
        port,
        '--generate',
        String(rows),
        ...(mock === 'memory' ? [] : ['--db', fileOf(sandbox, rows, mock)]),
        ...args,
      ),
    path: firstPage,
    seconds: START_SECONDS + (rows / 1e6) * SECONDS_PER_MILLION_ROWS,
  })
  return { ...server, extent: await fetchExtent(server.port) }
}

/** The references and a mock with few rows beside the large one. */
export async function startServers(
  sandbox: Sandbox,
  large: Server,
): Promise<Record<ServerName, Server>> {
  const small = await startMock(sandbox, SMALL_ROWS, 'small')
  const page = sandbox.fileAt('page.json')
  writeFileSync(page, await fetchFirstPage(large.port))
  const rows = sandbox.fileAt('rows.json')
  writeFileSync(
    rows,
    JSON.stringify({ conversations: await fetchAllItems(small.port, small.extent.total) }),
  )
  return {
    large,
    small,
    memory: await withChats(await startMock(sandbox, SMALL_ROWS, 'memory')),
    file: await withChats(await startMock(sandbox, SMALL_ROWS, 'file')),
    unjournaled: await startMock(sandbox, large.extent.total, 'unjournaled', '--journal', '0'),
    unjudged: await startMock(sandbox, large.extent.total, 'unjudged', '--no-judge'),
    limitHttp: await startReference(sandbox, 'limit-http.ts', page),
    limitFastify: await startReference(sandbox, 'limit-fastify.ts', page),
    jsonServer: await startReference(sandbox, 'json-server.ts', rows),
  }
}

async function withChats(server: Server): Promise<Server> {
  return { ...server, extent: { ...server.extent, chats: await beginChats(server.port) } }
}

function startReference(sandbox: Sandbox, script: string, file: string): Promise<Server> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return start(sandbox, {
    argsFor: (port) => [path, String(port), file],
    path: '/conversations',
    seconds: START_SECONDS,
  })
}

type Start = {
  readonly argsFor: (port: number) => string[]
  readonly path: string
  readonly seconds: number
}

async function start(sandbox: Sandbox, { argsFor, path, seconds }: Start): Promise<Server> {
  const port = await findFreePort()
  const started = performance.now()
  const child = sandbox.start(argsFor(port))
  await waitForFirstAnswer(child, { port, path, token: tokens.page }, { seconds })
  const startSeconds = (performance.now() - started) / 1000
  return {
    pid: child.pid ?? 0,
    port,
    extent: { total: 0, lastId: 0 },
    startSeconds,
    stop: () => sandbox.stop(child),
  }
}
