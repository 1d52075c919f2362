// The commands `lint` and `exec --lint` read the findings of a mock, write a report and choose the
// exit code.

import { appendFile } from 'node:fs/promises'
import { AdminError } from '../client/admin-error.ts'
import { environmentName, flagName } from '../config.ts'
import { ConfigError, parseSettings } from '../parse-settings.ts'
import { findMisspelt, variableOf } from './environment.ts'
import type { CommandLine } from './flags.ts'
import { findMock, type NotedMock, trustNoted } from './find-mock.ts'
import { lintOptionsOf, type LintOptions, namedUrlOf, textOf, userOf } from './lint-options.ts'
import { type Outlet, outletOf } from './outlet.ts'
import type { Program } from './program.ts'
import { writeOutputFile } from '../system/output-file.ts'
import { formats } from '../reports/formats.ts'
import { headline, lacksRequests } from '../reports/headline.ts'
import type { Judgement } from '../reports/judgement.ts'
import { failingFindings } from '../reports/level.ts'
import { silence, type Silences, silenceWalks } from '../reports/silence.ts'
import { reasonOf } from '../system/system-errors.ts'
import { type Line, requestDirectly } from '../transport/direct.ts'
import { type Judged, loadJudged } from './judged-mock.ts'

/** `findMock` finds the newest mock of this user. */
type LintOutlet = Outlet & { readonly findMock: () => Promise<NotedMock | undefined> }

const HINT =
  'nobody has requested the list of this mock yet, or its journal was emptied; run the client first'

export const exitCodes = { clean: 0, findings: 1, notJudged: 2 } as const

/** The most milliseconds to wait for a mock that the command finds by an instance note. */
const PATIENCE_MS = 10_000

export async function run(line: CommandLine, program: Program): Promise<number> {
  const { env, stdout, notify } = program
  findMisspelt(env).forEach(notify)
  return runLint(line, env, { ...outletOf(stdout, program), findMock: () => findMock(PATIENCE_MS) })
}

/**
 * Runs the command `lint` and resolves to its exit code. Throws a ConfigError or AdminError when it
 * has no report.
 */
export async function runLint(
  { flags }: CommandLine,
  env: NodeJS.ProcessEnv,
  outlet: LintOutlet,
): Promise<number> {
  const options = lintOptionsOf(flags, 'level')
  const { silence: silenced } = parseSettings([
    { values: { silence: flags['silence'] ?? [] }, nameOf: flagName },
  ])
  const silences = new Map(silenced.map(({ rule, reason }) => [rule, reason]))
  const user = userOf(textOf(flags['user']))
  const named = namedUrlOf(flags, env)
  const adminToken = textOf(flags['admin-token']) ?? variableOf(env, environmentName('adminToken'))
  if (adminToken === undefined)
    throw new ConfigError(
      `which admin token? The mock printed it when it started; give it with --admin-token or ${environmentName('adminToken')}`,
    )
  const { url, request, close } =
    named === undefined
      ? await reachNoted(outlet)
      : { url: named, request: requestDirectly, close: () => undefined }
  if (named?.startsWith('https:') === true) trustNoted()
  const load = () =>
    loadJudged({ url, adminToken, user, live: flags['live'] === true, request }).catch(
      explainRefusal,
    )
  return lint({ load, url, silences, hint: HINT }, options, outlet).finally(close)
}

type Reached = { readonly url: string } & Pick<Line, 'request' | 'close'>

/**
 * Finds a mock of this user. The admin token goes only over the connection on which the mock proved
 * itself.
 */
async function reachNoted(outlet: LintOutlet): Promise<Reached> {
  const { notify } = outlet
  const mock = await outlet.findMock()
  if (mock === undefined) throw new ConfigError('no running mock was found; name one with --url')
  const { url, problem, line } = mock
  if (problem !== undefined)
    throw new ConfigError(`the admin token was not sent: ${url} ${problem}; name a mock with --url`)
  notify(`asking ${url.replace('//127.0.0.1', '//localhost')}`)
  return { url, ...line }
}

/** A refusal without a cause comes from a mock, so its status 401 is about the admin token. */
function explainRefusal(error: unknown): never {
  if (error instanceof AdminError && error.status === 401 && error.cause === undefined)
    throw new ConfigError(
      'the admin token is wrong; give the one that the mock printed when it started, with --admin-token',
    )
  throw error
}

export type Subject = {
  readonly load: () => Promise<Judged>
  readonly silences?: Silences
  /** The origin of the mock; undefined when the mock ends with the command. */
  readonly url?: string
  /** The line to print when no client requested the list. */
  readonly hint: string
}

/**
 * Writes the report and resolves to the exit code. Throws a ConfigError when there is nothing to
 * judge or the file is not writable.
 */
export async function lint(
  { load, url, silences = new Map(), hint }: Subject,
  options: LintOptions,
  outlet: Outlet,
): Promise<number> {
  const loaded = await load()
  const judgement = {
    report: silence(loaded.report, silences),
    walks: silenceWalks(loaded.walks, silences),
    level: options.level,
    url,
    needsRequests: !options.allowsNone,
  }
  if (!judgement.report.judged) throw new ConfigError(headline(judgement))
  await publish(judgement, options, outlet)
  if (lacksRequests(judgement)) {
    outlet.notify(`${hint} (--allow-none lets that pass)`)
    return exitCodes.notJudged
  }
  if (failingFindings(judgement.report, options.level).length === 0) return exitCodes.clean
  if (options.output !== undefined) outlet.notify(`${headline(judgement)}; see ${options.output}`)
  return exitCodes.findings
}

async function publish(
  judgement: Judgement,
  { format, output: file }: LintOptions,
  outlet: Outlet,
): Promise<void> {
  const { print, isColored, summaryFile } = outlet
  const { output, summary } = formats[format](judgement, {
    isColored: isColored && file === undefined,
  })
  if (file === undefined) await print(`${output}\n`)
  else await writeOutputFile(file, [`${output}\n`]).catch(refuse('the report', file))
  if (summary !== undefined && summaryFile !== undefined)
    await appendFile(summaryFile, `${summary}\n`).catch(refuse('the summary', summaryFile))
}

const refuse =
  (what: string, file: string) =>
  (error: unknown): never => {
    throw new ConfigError(`cannot write ${what} to ${file}: ${reasonOf(error)}`)
  }
