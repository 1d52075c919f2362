// What `lint` and `exec --lint` do: ask a mock what it found, write the report, and say how to exit.

import { appendFile, writeFile } from 'node:fs/promises'
import { createHttp } from './client/http.ts'
import { ConfigError, environmentName, flagName, parseSettings } from './config.ts'
import type { CommandLine } from './flags.ts'
import type { Report, Severity, Walk } from './lint/schemas.ts'
import { severities } from './lint/severity.ts'
import { type FormatName, formatNames, formats } from './reports/formats.ts'
import { headline } from './reports/headline.ts'
import type { Judgement } from './reports/judgement.ts'
import { failingFindings } from './reports/level.ts'
import { silence, type Silences, silenceWalks } from './reports/silence.ts'

export type LintOptions = {
  readonly level: Severity
  readonly format: FormatName
  /** A file; undefined for where the command prints. */
  readonly output: string | undefined
}

/** What the mock says. */
export type Judged = Pick<Judgement, 'report' | 'walks'>

/** Where the report goes. */
export type Outlet = {
  readonly print: (text: string) => Promise<void>
  /** One line for people, beside the report. */
  readonly notify: (line: string) => void
  /** Whether `print` reaches a terminal with colours. */
  readonly isColored: boolean
  /** The file that GitHub Actions names for Markdown. */
  readonly summaryFile: string | undefined
}

type Flags = CommandLine['flags']

/** How many walks a report tells of at most. */
const WALKS = 1000

export const exitCodes = { clean: 0, findings: 1, unasked: 2 } as const

/** Throws a ConfigError. */
export function lintOptionsOf(flags: Flags, levelFlag: 'level' | 'lint'): LintOptions {
  return {
    level: choose(severities, flags[levelFlag] ?? 'warning', levelFlag),
    format: choose(formatNames, flags['format'] ?? 'text', 'format'),
    output: textOf(flags['output']),
  }
}

/** Undefined without --lint. Throws a ConfigError, also for flags that mean nothing without it. */
export function execLintOptionsOf(flags: Flags): LintOptions | undefined {
  if (flags['lint'] !== undefined) return lintOptionsOf(flags, 'lint')
  const idle = ['format', 'output'].find((name) => flags[name] !== undefined)
  if (idle !== undefined)
    throw new ConfigError(`--${idle} needs --lint: conversations-mock exec --lint --${idle} ${textOf(flags[idle])} -- npm test`)
  return undefined
}

/** The `lint` command; resolves to its exit code. Throws a ConfigError or an AdminError when there is nothing to report. */
export async function runLint({ flags }: CommandLine, env: NodeJS.ProcessEnv, outlet: Outlet & { findUrl: () => string | undefined }) {
  const options = lintOptionsOf(flags, 'level')
  const { silence: silenced } = parseSettings([{ values: { silence: flags['silence'] ?? [] }, placeOf: flagName }])
  const silences = new Map(silenced.map(({ rule, reason }) => [rule, reason]))
  const user = userOf(textOf(flags['user']))
  const url = urlOf(textOf(flags['url']) ?? textOf(env[environmentName('url')]) ?? outlet.findUrl())
  const adminToken = textOf(flags['admin-token']) ?? textOf(env[environmentName('adminToken')])
  if (adminToken === undefined)
    throw new ConfigError(
      `which admin token? The mock printed it when it started; give it with --admin-token or ${environmentName('adminToken')}`,
    )
  return lint({ load: () => loadJudged({ url, adminToken, user }), url, silences }, options, outlet)
}

export type Subject = {
  readonly load: () => Promise<Judged>
  readonly silences?: Silences
  /** Origin of the mock, when it goes on running. */
  readonly url?: string
}

/** Writes the report and resolves to the exit code. Throws a ConfigError when nothing was judged or the file cannot be written. */
export async function lint({ load, url, silences = new Map() }: Subject, options: LintOptions, outlet: Outlet): Promise<number> {
  const loaded = await load()
  const judgement = {
    report: silence(loaded.report, silences),
    walks: silenceWalks(loaded.walks, silences),
    level: options.level,
    url,
  }
  if (!judgement.report.judged) throw new ConfigError(headline(judgement))
  await publish(judgement, options, outlet)
  if (failingFindings(judgement.report, options.level).length === 0) return exitCodes.clean
  if (options.output !== undefined) outlet.notify(`${headline(judgement)}; see ${options.output}`)
  return exitCodes.findings
}

/** Asks over HTTP. Throws an AdminError. */
export async function loadJudged({
  url,
  adminToken,
  user,
}: {
  url: string
  adminToken: string
  user?: number | undefined
}): Promise<Judged> {
  const http = createHttp(url, adminToken)
  const report = await http.call<Report>('GET', '/findings', { query: { user } })
  if (!report.judged) return { report, walks: [] }
  const { walks } = await http.call<{ walks: Walk[] }>('GET', '/walks', { query: { user, limit: WALKS } })
  return { report, walks }
}

async function publish(judgement: Judgement, { format, output: file }: LintOptions, outlet: Outlet): Promise<void> {
  const { print, isColored, summaryFile } = outlet
  const { output, summary } = formats[format](judgement, { isColored: isColored && file === undefined })
  if (file === undefined) await print(`${output}\n`)
  else await writeFile(file, `${output}\n`).catch(refuse('the report', file))
  if (summary !== undefined && summaryFile !== undefined)
    await appendFile(summaryFile, `${summary}\n`).catch(refuse('the summary', summaryFile))
}

const refuse =
  (what: string, file: string) =>
  (error: Error): never => {
    throw new ConfigError(`cannot write ${what} to ${file}: ${error.message}`)
  }

function choose<T extends string>(choices: readonly T[], value: Flags[string], flag: string): T {
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined) throw new ConfigError(`--${flag} must be one of ${choices.join(', ')}, not "${String(value)}"`)
  return chosen
}

/** Empty texts do not count. */
const textOf = (value: Flags[string]): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

function userOf(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,15}$/.test(text)) return text === undefined ? undefined : Number(text)
  throw new ConfigError(`--user must be the id of a user, such as 1, not "${text}"`)
}

function urlOf(text: string | undefined): string {
  if (text === undefined) throw new ConfigError('no running mock was found; name one with --url')
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new ConfigError(`--url must be a URL such as http://localhost:4080, not "${text}"`)
  return text.replace(/\/+$/, '')
}
