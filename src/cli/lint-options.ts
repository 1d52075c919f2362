// Reads the flags of `lint` and `exec --lint`.

import { environmentName, flagName } from '../config.ts'
import { ConfigError } from '../parse-settings.ts'
import { variableOf } from './environment.ts'
import type { CommandLine } from './flags.ts'
import { quoteValue } from '../problems/problems.ts'
import type { Severity } from '../judge/schemas.ts'
import { severities } from '../judge/severity.ts'
import { refusalOf } from '../system/output-file.ts'
import { type FormatName, formatNames } from '../reports/formats.ts'
import { quoteIfNeeded } from '../system/shell.ts'

export type LintOptions = {
  readonly level: Severity
  readonly format: FormatName
  /** The path of the report; undefined means the stream of the command. */
  readonly output: string | undefined
  /** True when a journal without a request for the list is no error. */
  readonly allowsNone: boolean
}

type Flags = CommandLine['flags']

/** Throws a ConfigError for a wrong value. */
export function lintOptionsOf(flags: Flags, levelFlag: 'level' | 'lint'): LintOptions {
  return {
    level: choose(severities, flags[levelFlag] ?? 'warning', levelFlag),
    format: choose(formatNames, flags['format'] ?? 'text', 'format'),
    output: outputOf(textOf(flags['output'])),
    allowsNone: flags['allow-none'] === true,
  }
}

/**
 * Undefined without --lint. Throws a ConfigError for a wrong value, or for flags that need --lint.
 */
export function execLintOptionsOf(flags: Flags): LintOptions | undefined {
  if (flags['lint'] !== undefined) return lintOptionsOf(flags, 'lint')
  const idle = ['format', 'output', 'allow-none'].find((name) => flags[name] !== undefined)
  if (idle !== undefined) {
    const value = textOf(flags[idle])
    const option = `--${idle}${value === undefined ? '' : ` ${quoteIfNeeded(value)}`}`
    throw new ConfigError(
      `--${idle} needs --lint: conversations-mock exec --lint ${option} -- npm test`,
    )
  }
  return undefined
}

/** The text of a flag; undefined when it is empty. */
export const textOf = (value: Flags[string]): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export function userOf(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,15}$/.test(text))
    return text === undefined ? undefined : Number(text)
  throw new ConfigError(`--user must be the id of a user, such as 1, not ${quoteValue(text)}`)
}

/** The origin of the mock that --url or the environment names; undefined without both. */
export function namedUrlOf(flags: Flags, env: NodeJS.ProcessEnv): string | undefined {
  const flag = textOf(flags['url'])
  const text = flag ?? variableOf(env, environmentName('url'))
  return text === undefined
    ? undefined
    : originOf(text, flag === undefined ? environmentName('url') : flagName('url'))
}

/** Takes any URL of the mock, also the one of the API that clients use. */
function originOf(text: string, option: string): string {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null
  if (!url)
    throw new ConfigError(
      `${option} must be a URL such as http://localhost:4080, not ${quoteValue(text)}`,
    )
  const isKnown = /^\/+$/.test(url.pathname) || /^\/api(\/|$)/.test(url.pathname)
  if (!isKnown)
    throw new ConfigError(`${option} must be the origin of the mock, such as ${url.origin}`)
  return url.origin
}

function choose<T extends string>(choices: readonly T[], value: Flags[string], flag: string): T {
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined)
    throw new ConfigError(
      `--${flag} must be one of ${choices.join(', ')}, not ${quoteValue(String(value))}`,
    )
  return chosen
}

function outputOf(file: string | undefined): string | undefined {
  const refusal = file === undefined ? undefined : refusalOf(file)
  if (refusal !== undefined) throw new ConfigError(`--output ${file ?? ''}: ${refusal}`)
  return file
}
