// Starts the servers to compare, each in a process of its own.

import { copyFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Build, ownBuild } from './build-state.ts'
import { beginChats } from './chats.ts'
import { findFreePort, waitForFirstAnswer } from './first-answer.ts'
import { fetchAllItems, fetchExtent, fetchFirstPage, firstPage, mockArgs, tokens } from './mock.ts'
import type { Sandbox } from './sandbox.ts'
import type { Extent, StreamName } from './streams.ts'

const SMALL_ROWS = 1000
const START_SECONDS = 20
const SECONDS_PER_MILLION_ROWS = 120

const mockNames = ['large', 'unjournaled', 'unjudged', 'small', 'memory', 'file'] as const
export type MockName = (typeof mockNames)[number]
export type ServerName = MockName | 'limitHttp' | 'limitFastify' | 'jsonServer'

/** A stream of requests to one server. `isOther`: the server runs the build to compare with. */
export type Series = {
  readonly server: ServerName
  readonly stream: StreamName
  readonly isOther?: boolean
}

export type Server = {
  readonly pid: number
  readonly port: number
  readonly extent: Extent
  /** Seconds from spawn to the first answer. */
  readonly startSeconds: number
  stop(): Promise<void>
}

/** The servers by their serverKeyOf(). */
export type Servers = ReadonlyMap<string, Server>

export const serverKeyOf = ({ server, isOther = false }: Omit<Series, 'stream'>): string =>
  isOther ? `other ${server}` : server

export const isMock = (name: ServerName): name is MockName =>
  mockNames.some((mock) => mock === name)

/** Each mock needs a file of its own, because only one mock uses a file at a time. */
type MockOptions = {
  readonly build: Build
  readonly rows: number
  readonly mock: MockName
}

const fileOf = (sandbox: Sandbox, { build, rows, mock }: MockOptions): string =>
  sandbox.fileAt(`${build === ownBuild ? '' : 'other-'}${rows}-${mock}.db`)

/**
 * Starts a mock with generated rows, in memory or in a file. It creates the file unless it exists.
 */
export async function startMock(
  sandbox: Sandbox,
  options: MockOptions,
  ...args: string[]
): Promise<Server> {
  const { build, rows, mock } = options
  const file = mock === 'memory' ? [] : ['--db', fileOf(sandbox, options)]
  const server = await start(sandbox, {
    argsFor: (port) => mockArgs(build, port, '--generate', String(rows), ...file, ...args),
    path: firstPage,
    seconds: START_SECONDS + (rows / 1e6) * SECONDS_PER_MILLION_ROWS,
  })
  return { ...server, extent: await fetchExtent(server.port) }
}

type LargeOptions = Omit<MockOptions, 'mock'> & { readonly names: ReadonlySet<ServerName> }

/**
 * Creates the large store in a file, and a copy for each mock that is compared with it. Returns the
 * seconds that the first start took.
 */
export async function seedLarge(sandbox: Sandbox, options: LargeOptions): Promise<number> {
  const { names, ...store } = options
  const large = { ...store, mock: 'large' } as const
  const { startSeconds, stop } = await startMock(sandbox, large)
  await stop()
  for (const mock of ['unjournaled', 'unjudged'] as const)
    if (names.has(mock)) copyFileSync(fileOf(sandbox, large), fileOf(sandbox, { ...store, mock }))
  return startSeconds
}

/** Starts the named mocks, except the large one. */
export async function startMocks(
  sandbox: Sandbox,
  { build, rows, names }: LargeOptions,
): Promise<[MockName, Server][]> {
  const small = { build, rows: SMALL_ROWS }
  const starts: Record<Exclude<MockName, 'large'>, () => Promise<Server>> = {
    small: () => startMock(sandbox, { ...small, mock: 'small' }),
    memory: async () => withChats(await startMock(sandbox, { ...small, mock: 'memory' })),
    file: async () => withChats(await startMock(sandbox, { ...small, mock: 'file' })),
    unjournaled: () => startMock(sandbox, { build, rows, mock: 'unjournaled' }, '--journal', '0'),
    unjudged: () => startMock(sandbox, { build, rows, mock: 'unjudged' }, '--no-judge'),
  }
  const started: [MockName, Server][] = []
  for (const mock of mockNames)
    if (mock !== 'large' && names.has(mock)) started.push([mock, await starts[mock]()])
  return started
}

/** Starts the named references, which serve rows of the mocks. */
export async function startReferences(
  sandbox: Sandbox,
  { names, mocks }: { readonly names: ReadonlySet<ServerName>; readonly mocks: Servers },
): Promise<[ServerName, Server][]> {
  const page = sandbox.fileAt('page.json')
  writeFileSync(page, await fetchFirstPage(mocks.get('large')?.port ?? 0))
  const started: [ServerName, Server][] = []
  if (names.has('limitHttp'))
    started.push(['limitHttp', await startReference(sandbox, 'limit-http.ts', page)])
  if (names.has('limitFastify'))
    started.push(['limitFastify', await startReference(sandbox, 'limit-fastify.ts', page)])
  if (names.has('jsonServer')) started.push(['jsonServer', await startJsonServer(sandbox)])
  return started
}

async function startJsonServer(sandbox: Sandbox): Promise<Server> {
  const rows = { build: ownBuild, rows: SMALL_ROWS, mock: 'memory' } as const
  const { port, extent, stop } = await startMock(sandbox, rows)
  const file = sandbox.fileAt('rows.json')
  writeFileSync(file, JSON.stringify({ conversations: await fetchAllItems(port, extent.total) }))
  await stop()
  return startReference(sandbox, 'json-server.ts', file)
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
