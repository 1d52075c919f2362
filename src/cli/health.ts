// The command `health` waits until a mock is ready, and prints which one.

import { clearTimeout, realNow, setTimeout, sleep } from '../clock/real-time.ts'
import { environmentName } from '../config.ts'
import { ConfigError, parseSettings, type GivenSettings } from '../parse-settings.ts'
import { fromEnvironment } from './environment.ts'
import { findMock, isReady, trustNoted } from './find-mock.ts'
import { type CommandLine, fromFlags } from './flags.ts'
import { configFileOf, fromConfigFile } from './config-file.ts'
import { namedUrlOf } from './lint-options.ts'
import type { Program } from './program.ts'
import { toHostname } from '../server/hostname.ts'
import { reasonOf } from '../system/system-errors.ts'
import { requestDirectly } from '../transport/direct.ts'

const POLL_MS = 100
const PATIENCE_MS = 2000
const MAX_BYTES = 1000

/** The mock to ask, and where its address comes from. */
type Target = { readonly url: string; readonly origin: string }

type Environment = NodeJS.ProcessEnv

export async function run(line: CommandLine, { env, stdout }: Program): Promise<void> {
  stdout.write(`${await health(line, env)}\n`)
}

/**
 * Resolves to a line that names the ready mock. Throws a ConfigError when the mock is not ready in
 * time.
 */
export async function health(line: CommandLine, env: Environment): Promise<string> {
  const seconds = Number(line.flags['wait'] ?? 0)
  if (!(seconds >= 0 && seconds <= 3600))
    throw new ConfigError('--wait must be a number of seconds from 0 to 3600')
  const chosen = chooseTarget(line, env)
  const deadline = realNow() + seconds * 1000
  for (;;) {
    const { url, origin, problem } = await (chosen.isNamed ? ask(chosen) : askNewest(chosen))
    if (problem === undefined) return `ready: ${url}, ${origin}`
    if (realNow() >= deadline)
      throw new ConfigError(`not ready: ${url}, ${origin}, ${problem}; ${await adviceFor(chosen)}`)
    await sleep(POLL_MS)
  }
}

/** The mock that flags, environment or config file name. Without a name, the default address. */
function chooseTarget(line: CommandLine, env: Environment): Target & { readonly isNamed: boolean } {
  const flags = addressIn(fromFlags(line))
  const hasFlag = Object.keys(flags.values).length > 0
  if (hasFlag && line.flags['url'] !== undefined)
    throw new ConfigError('--url names host and port; leave out --host and --port')
  const url = hasFlag ? undefined : namedUrlOf(line.flags, env)
  if (url !== undefined)
    return {
      url,
      origin: `named by ${line.flags['url'] === undefined ? environmentName('url') : '--url'}`,
      isNamed: true,
    }
  return addressOf(
    [flags, ...[fromEnvironment(env), fromConfigFile(configFileOf(line, env))].map(addressIn)],
    hasFlag,
  )
}

function addressIn({ values, nameOf }: GivenSettings): GivenSettings {
  const known = ['port', 'host', 'tlsCert'].flatMap((name) =>
    values[name] === undefined ? [] : [[name, values[name]] as const],
  )
  return {
    values: Object.fromEntries(known),
    nameOf,
  }
}

/** Port 0 means any free port, so it names no mock. */
function addressOf(
  given: readonly GivenSettings[],
  hasFlag: boolean,
): Target & { readonly isNamed: boolean } {
  const { host, port, tlsCert } = parseSettings(given)
  const named =
    port === 0 ? undefined : given.find(({ values }) => 'port' in values)?.nameOf('port')
  const scheme = tlsCert === undefined ? 'http' : 'https'
  const url = `${scheme}://${toHostname(host)}:${port === 0 ? DEFAULT_PORT : port}`
  return {
    url,
    origin: named === undefined ? 'the default address' : `named by ${named}`,
    isNamed: hasFlag || named !== undefined,
  }
}

const DEFAULT_PORT = parseSettings([]).port

type ProbedTarget = Target & { readonly problem: string | undefined }

const ask = async ({ url, origin }: Target): Promise<ProbedTarget> => ({
  url,
  origin,
  problem: await problemOf(url),
})

/**
 * Asks the newest mock with an instance note. Without any note, it asks the mock at the default
 * address.
 */
async function askNewest(otherwise: Target): Promise<ProbedTarget> {
  const mock = await findMock(PATIENCE_MS)
  if (mock === undefined) return ask(otherwise)
  mock.line.close()
  return {
    ...mock,
    origin: mock.count === 1 ? 'the only mock here' : `the newest of ${mock.count} mocks here`,
  }
}

/** Looks for another mock only when the user named one; otherwise health() has searched already. */
async function adviceFor({
  url,
  isNamed,
}: Target & { readonly isNamed: boolean }): Promise<string> {
  const mock = isNamed ? await findMock(PATIENCE_MS) : undefined
  mock?.line.close()
  const isOther = mock !== undefined && mock.problem === undefined && mock.url !== url
  return isOther ? `another mock runs at ${mock.url}` : 'name a mock with --url or --port'
}

async function problemOf(url: string): Promise<string | undefined> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), PATIENCE_MS)
  if (url.startsWith('https:')) trustNoted()
  try {
    const response = await requestDirectly(new URL('/readyz', url), { signal: late.signal })
    const body = await response.text(MAX_BYTES)
    if (response.status !== 200) return `answers GET /readyz with ${response.status}`
    return isReady(body) ? undefined : 'answers GET /readyz, but not as a mock does'
  } catch (error) {
    return `does not answer (${late.signal.aborted ? `not within ${PATIENCE_MS / 1000} s` : reasonOf(error)})`
  } finally {
    clearTimeout(timer)
  }
}
