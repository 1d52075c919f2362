// The command `compare`: its flags, its output and its exit code.

import {
  compareEditions,
  type CompareOptions,
  type ComparisonTarget,
} from '../comparison/compare-editions.ts'
import { ComparisonError } from '../comparison/comparison-error.ts'
import { toText } from '../comparison/text.ts'
import { flagName, settingNames } from '../config.ts'
import { ConfigError } from '../parse-settings.ts'
import { DatasetError } from '../dataset/dataset.ts'
import { editionNames, type EditionName } from '../editions.ts'
import type { Notify } from '../live/live-api.ts'
import { filtersOf } from './filters.ts'
import type { CommandLine } from './flags.ts'
import { ownMock } from './own-mock.ts'
import type { Program } from './program.ts'
import { quoteValue } from '../problems/problems.ts'
import { ListenError } from '../server/listen-error.ts'
import type { Server } from '../server/server.ts'
import { StoreError } from '../store/open-store.ts'

type Flags = CommandLine['flags']

/** A mock that only this command uses. */
export type OwnMock = Pick<Server, 'url' | 'tokens' | 'close'>

export type CompareResult = {
  /** 0: the lists are equal. 1: they differ. 2: the comparison failed. */
  readonly exitCode: 0 | 1 | 2
  /** The text for stdout. */
  readonly output: string
  /** The text for stderr: why the comparison failed, or which of several users has the rows. */
  readonly message?: string
}

const formats = ['text', 'json'] as const
const EXPECTED = [ComparisonError, ConfigError, DatasetError, ListenError, StoreError]

export async function run(line: CommandLine, program: Program): Promise<number> {
  const { stdout, notify, redaction } = program
  const { exitCode, output, message } = await runCompare(
    line.flags,
    () => ownMock(line, program).start(),
    notify,
  )
  stdout.write(redaction.sentence(output))
  if (message !== undefined) notify(message)
  return exitCode
}

/**
 * Compares at --url. Without it, it compares in a mock that `start` starts, and closes that mock.
 * `notify` gets a line about each long wait.
 */
export async function runCompare(
  flags: Flags,
  start: () => Promise<OwnMock>,
  notify?: Notify,
): Promise<CompareResult> {
  try {
    const format = oneOf(flags, 'format', formats) ?? 'text'
    const request = { format, options: optionsOf(flags), notify }
    const url = textOf(flags, 'url')
    return url === undefined
      ? await compareOwn(flags, request, start)
      : await compareAt(targetAt(flags, url), request)
  } catch (error) {
    if (error instanceof Error && EXPECTED.some((known) => error instanceof known))
      return { exitCode: 2, output: '', message: error.message }
    throw error
  }
}

type CompareRequest = {
  readonly format: (typeof formats)[number]
  readonly options: CompareOptions
  readonly notify: Notify | undefined
}

async function compareAt(
  target: ComparisonTarget,
  { format, options, notify }: CompareRequest,
): Promise<CompareResult> {
  const comparison = await compareEditions(target, options, notify)
  const isOneToken = target.tokenForCursor === undefined
  const output =
    format === 'json'
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : toText(comparison, { isOneToken })
  return { exitCode: comparison.same ? 0 : 1, output }
}

async function compareOwn(
  flags: Flags,
  request: CompareRequest,
  start: () => Promise<OwnMock>,
): Promise<CompareResult> {
  const given = tokensOf(flags)
  const mock = await start()
  try {
    if (given) return await compareAt({ url: mock.url, ...given }, request)
    const [token, ...others] = mock.tokens.toSorted((a, b) => a.user_id - b.user_id)
    if (!token)
      throw new ComparisonError('the dataset has no token that is valid; add one with --key KEY')
    const result = await compareAt({ url: mock.url, tokenForPage: token.plain }, request)
    if (others.every(({ user_id }) => user_id === token.user_id)) return result
    return {
      ...result,
      message: `these are the rows of user ${token.user_id}, the first of several; --token chooses another`,
    }
  } finally {
    await mock.close()
  }
}

/** A server that runs already ignores settings of this command line, so they are an error. */
function targetAt(flags: Flags, url: string): ComparisonTarget {
  const setting = [...settingNames.map(flagName), '--config'].find(
    (flag) => flags[flag.slice(2)] !== undefined,
  )
  if (setting !== undefined)
    throw new ConfigError(
      `${setting} is for a mock of the command's own; leave out ${setting} or --url`,
    )
  const tokens = tokensOf(flags)
  if (!tokens)
    throw new ConfigError('which token? Give --token, or --page-token and --cursor-token')
  return { url, ...tokens }
}

function tokensOf(flags: Flags): Omit<ComparisonTarget, 'url'> | undefined {
  const [token, page, cursor] = ['token', 'page-token', 'cursor-token'].map((name) =>
    textOf(flags, name),
  )
  if (token !== undefined && (page ?? cursor) !== undefined)
    throw new ConfigError(
      '--token stands for both walks; give it, or --page-token and --cursor-token',
    )
  if ((page === undefined) !== (cursor === undefined))
    throw new ConfigError('--page-token and --cursor-token go together; give both')
  if (page !== undefined) return { tokenForPage: page, tokenForCursor: cursor }
  return token === undefined ? undefined : { tokenForPage: token }
}

function optionsOf(flags: Flags): CompareOptions {
  const perPage = textOf(flags, 'per-page')
  const pageEdition = oneOf<EditionName>(flags, 'page-edition', editionNames)
  const cursorEdition = oneOf<EditionName>(flags, 'cursor-edition', editionNames)
  return {
    filters: filtersOf(flags['filter']),
    ...(perPage !== undefined && { perPage: pageSizeOf(perPage) }),
    ...(pageEdition && { pageEdition }),
    ...(cursorEdition && { cursorEdition }),
  }
}

function pageSizeOf(text: string): number {
  if (/^(?:[1-9]\d?|100)$/.test(text)) return Number(text)
  throw new ConfigError(`--per-page must be a whole number from 1 to 100, not ${quoteValue(text)}`)
}

function oneOf<T extends string>(flags: Flags, name: string, values: readonly T[]): T | undefined {
  const text = textOf(flags, name)
  const value = values.find((known) => known === text)
  if (text !== undefined && value === undefined)
    throw new ConfigError(`--${name} must be one of ${values.join(', ')}, not ${quoteValue(text)}`)
  return value
}

const textOf = (flags: Flags, name: string): string | undefined => {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}
