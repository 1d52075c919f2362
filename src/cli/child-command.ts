// Runs a command beside a mock: its environment, its signals and its exit code.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { environmentName, type Settings } from '../config.ts'
import { type EditionName, editionNames } from '../editions.ts'
import type { Server } from '../server/server.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The parts of a mock that the variables of its command describe. */
export type Exported = Pick<Server, 'url' | 'tokens' | 'adminToken'> &
  Pick<Settings, 'edition' | 'key'> &
  Partial<Pick<Settings, 'tlsCert'>>

type CommandResult = {
  /**
   * The exit code as in a shell: that of the command, 128 + n after signal n, or 127 and 126 when
   * it could not start.
   */
  readonly exitCode: number
  /** The reason why the command could not start. */
  readonly problem?: string
}

const NO_PROXY = ['NO_PROXY', 'no_proxy']

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command with the stdio of this process. When this process exits, the command ends too,
 * except after SIGKILL.
 */
export async function runCommand(
  words: readonly string[],
  env: Environment,
): Promise<CommandResult> {
  try {
    return { exitCode: await ending(spawnCommand(words, env)) }
  } catch (error) {
    return toResult(error, words[0] ?? '')
  }
}

/** Resolves to the exit code. Rejects when the command cannot start. */
async function ending(child: ChildProcess): Promise<number> {
  const listeners = FORWARDED.map((signal) => [signal, () => forward(child, signal)] as const)
  const abandon = (): boolean => child.kill()
  for (const [signal, listener] of listeners) process.on(signal, listener)
  process.once('exit', abandon)
  try {
    const [code, signal]: unknown[] = await once(child, 'exit')
    return typeof code === 'number' ? code : 128 + numberOf(signal)
  } finally {
    for (const [signal, listener] of listeners) process.off(signal, listener)
    process.off('exit', abandon)
  }
}

/**
 * The environment of a command. Of this program's variables it has only those that describe this
 * mock. A mock that the command starts must not use the database or the dataset of this one.
 */
export function commandEnvironment(env: Environment, exported: Exported): Environment {
  const others = Object.entries(env).filter(([name]) => !name.startsWith(environmentName('')))
  return {
    ...trusting(exported.tlsCert),
    ...Object.fromEntries(others),
    ...withoutProxy(env, exported.url),
    ...describe(exported),
  }
}

/**
 * Makes Node.js trust the certificate of the mock. A user with another NODE_EXTRA_CA_CERTS adds the
 * certificate there.
 */
const trusting = (tlsCert: string | undefined): Environment =>
  tlsCert === undefined || tlsCert.includes('-----BEGIN ')
    ? {}
    : { NODE_EXTRA_CA_CERTS: resolve(tlsCert) }

/**
 * NO_PROXY and no_proxy get the same hosts, because programs read either. Without them, requests to
 * the mock could go to a proxy.
 */
function withoutProxy(env: Environment, url: string): Environment {
  const given = NO_PROXY.flatMap((name) => env[name]?.split(/[\s,]+/) ?? []).filter(
    (host) => host !== '',
  )
  const { hostname } = new URL(url)
  const own = ['localhost', '127.0.0.1', hostname, hostname.replace(/[[\]]/g, '')]
  // Some programs understand the star only when it stands alone.
  const hosts = given.includes('*') ? '*' : [...new Set([...given, ...own])].join()
  return Object.fromEntries(NO_PROXY.map((name) => [name, hosts]))
}

function describe({ url, tokens, adminToken, edition, key }: Exported): Environment {
  const keys = tokens.filter(({ plain }) => key.some((given) => given.plain === plain))
  const candidates = [...keys, ...tokens]
  const tokenOf = (name: EditionName) => candidates.find((token) => token.edition === name)?.plain
  const variables = {
    url,
    adminToken,
    token: tokenOf(edition) ?? candidates[0]?.plain,
    ...Object.fromEntries(editionNames.map((name) => [`token_${name}`, tokenOf(name)])),
  }
  const known = Object.entries(variables).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known.map(([name, value]) => [environmentName(name), value]))
}

/** Programs such as npm are scripts on Windows, and only the shell runs scripts. */
function spawnCommand([command = '', ...args]: readonly string[], env: Environment): ChildProcess {
  if (process.platform !== 'win32') return spawn(command, args, { env, stdio: 'inherit' })
  return spawn([command, ...args].map(quote).join(' '), { env, stdio: 'inherit', shell: true })
}

const quote = (word: string): string =>
  /^[\w@.:\\/=+-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`

/**
 * Ctrl+C on a terminal reaches the command directly. A second SIGINT means "stop at once" to many
 * programs.
 */
function forward(child: ChildProcess, signal: NodeJS.Signals): void {
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal)
}

const numberOf = (signal: unknown): number =>
  Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0

function toResult(error: unknown, command: string): CommandResult {
  const code = codeOf(error)
  if (code === 'ENOENT')
    return { exitCode: 127, problem: `there is no command ${JSON.stringify(command)}` }
  if (code === 'EACCES')
    return {
      exitCode: 126,
      problem: `${JSON.stringify(command)} cannot be executed: it is no program, or not yours to run`,
    }
  return {
    exitCode: 126,
    problem: `${JSON.stringify(command)} cannot be executed: ${reasonOf(error)}`,
  }
}
