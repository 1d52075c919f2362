// The command line and the config file as sources of settings.

import { existsSync, readFileSync } from 'node:fs'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { dirname, isAbsolute, join } from 'node:path'
import { ConfigError, environmentName, flagName, settingNames, type Source } from './config.ts'
import { decodeUtf8, EncodingError } from './dataset/utf8.ts'
import { type Environment, variableOf } from './environment.ts'
import { quoteValue } from './issues.ts'
import { severities } from './lint/severity.ts'
import { nearestOf } from './nearest.ts'
import { datasetNames, isFixture } from './seed/dataset-names.ts'
import { quoteIfNeeded } from './shell.ts'
import { reasonOf } from './system-errors.ts'

export const commands = ['serve', 'exec', 'lint', 'compare', 'generate', 'health', 'openapi'] as const
export type Command = (typeof commands)[number]

export type CommandLine = {
  readonly command: Command
  /** Of `exec`: the words after `--`. */
  readonly positionals: readonly string[]
  /** Values of flags by their name without dashes: texts, true, or lists where a flag may be repeated. */
  readonly flags: Readonly<Record<string, string | boolean | string[] | undefined>>
}

const CONFIG_FILE = 'conversations-mock.config.json'

const general = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsOptionsConfig

const serveFlags: ParseArgsOptionsConfig = {
  ...Object.fromEntries(settingNames.map((name) => [bare(name), { type: 'string' }])),
  quiet: { type: 'boolean' },
  'trust-proxies': { type: 'boolean' },
  'read-only': { type: 'boolean' },
  shared: { type: 'boolean' },
  judge: { type: 'boolean' },
  dashboard: { type: 'boolean' },
  dataset: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  silence: { type: 'string', multiple: true },
  config: { type: 'string' },
}

const reportFlags: ParseArgsOptionsConfig = {
  format: { type: 'string' },
  output: { type: 'string' },
  'allow-none': { type: 'boolean' },
}

const flagsOf: Record<Command, ParseArgsOptionsConfig> = {
  serve: serveFlags,
  exec: { ...serveFlags, ...reportFlags, lint: { type: 'string' } },
  lint: {
    ...reportFlags,
    url: { type: 'string' },
    'admin-token': { type: 'string' },
    user: { type: 'string' },
    level: { type: 'string' },
    live: { type: 'boolean' },
    silence: { type: 'string', multiple: true },
  },
  compare: {
    ...serveFlags,
    url: { type: 'string' },
    token: { type: 'string' },
    'page-token': { type: 'string' },
    'cursor-token': { type: 'string' },
    filter: { type: 'string', multiple: true },
    'per-page': { type: 'string' },
    'page-edition': { type: 'string' },
    'cursor-edition': { type: 'string' },
    format: { type: 'string' },
  },
  generate: { seed: { type: 'string' }, out: { type: 'string' } },
  health: Object.fromEntries(['wait', 'url', 'port', 'host', 'config'].map((name) => [name, { type: 'string' }])),
  openapi: { admin: { type: 'boolean' }, json: { type: 'boolean' } },
}

/** Throws a ConfigError for what the command does not know. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const [first] = argv
  const named = commands.find((command) => command === first)
  const command = named ?? 'serve'
  const separator = command === 'exec' && argv.includes('--') ? argv.indexOf('--') : argv.length
  const args = argv.slice(named ? 1 : 0, separator).map(completeLint)
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...general, ...flagsOf[command] },
      allowPositionals: true,
      allowNegative: true,
    })
    const extra = positionals[command === 'generate' ? 1 : 0]
    if (extra !== undefined) throw new ConfigError(explainExtra(command, extra))
    return { command, positionals: command === 'exec' ? argv.slice(separator + 1) : positionals, flags: toFlags(values) }
  } catch (error) {
    if (error instanceof ConfigError || !(error instanceof Error)) throw error
    throw new ConfigError(explainOption(command, args, error))
  }
}

/** parseArgs knows no option whose value may be left out. */
const completeLint = (word: string): string => (word === '--lint' ? '--lint=warning' : word)

/** parseArgs explains in several lines, and to programmers. */
function explainOption(command: Command, args: readonly string[], { message }: Error): string {
  const [, unknown] = /^Unknown option '--([\w-]+)'/.exec(message) ?? []
  if (command === 'exec' && unknown === 'level') return `--level is for lint; with exec write --lint=${valueOf(args, 'level') ?? 'LEVEL'}`
  if (command === 'serve' && unknown === 'lint') return '--lint is for exec: conversations-mock exec --lint -- npm test'
  const [, ambiguous] = /^Option '.*--([\w-]+)' argument is ambiguous/.exec(message) ?? []
  if (ambiguous !== undefined) return explainDash(ambiguous, valueOf(args, ambiguous) ?? '')
  const nearest = unknown === undefined ? undefined : nearestOf(unknown, flagsFor(command))
  const advice = nearest === undefined ? 'see conversations-mock --help' : `did you mean --${nearest}?`
  return `${message.split('. To specify')[0]?.replace(/\.$/, '')}; ${advice}`
}

const flagsFor = (command: Command): string[] =>
  Object.entries({ ...general, ...flagsOf[command] }).flatMap(([name, { type }]) => (type === 'boolean' ? [name, `no-${name}`] : [name]))

/** The value may be a secret, unless it is a number. */
function explainDash(name: string, value: string): string {
  if (value.startsWith('--')) return `--${name} needs a value; one that begins with a dash is written --${name}=VALUE`
  return `the value of --${name} begins with a dash; write --${name}=${/^-\d+$/.test(value) ? value : 'VALUE'}`
}

/** The last that the words give, with or without "=". */
function valueOf(args: readonly string[], name: string): string | undefined {
  const index = args.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  return args[index]?.includes('=') ? args[index].slice(name.length + 3) : args[index + 1]
}

function explainExtra(command: Command, extra: string): string {
  if (command === 'exec' && severities.some((level) => level === extra)) return `the level is written so: --lint=${extra}`
  if (command === 'exec') return `${quoteValue(extra)} belongs after "--": conversations-mock exec [options] -- ${quoteIfNeeded(extra)}`
  return `${quoteValue(extra)} is not a command; there are ${commands.join(', ')}`
}

/** The flags of `serve` and `exec` as settings. */
export function fromFlags({ flags }: CommandLine): Source {
  const values = settingNames.filter((name) => flags[bare(name)] !== undefined).map((name) => [name, flags[bare(name)]])
  return { values: Object.fromEntries(values), placeOf: flagName }
}

/**
 * The settings in a config file: the one named, or conversations-mock.config.json in this folder if there is one. Relative paths
 * count from the file.
 */
export function fromConfigFile(named: string | undefined): Source {
  const file = named ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined)
  const { $schema: _, ...values } = file === undefined ? {} : readConfig(file)
  return { values: { ...values, ...pathsOf(values, dirname(file ?? '')) }, placeOf: (name) => `${file}: ${name}` }
}

function pathsOf({ dataset, db }: Record<string, unknown>, folder: string): Record<string, unknown> {
  const datasets = typeof dataset === 'string' ? [dataset] : dataset
  const isNamed = Array.isArray(datasets) && datasets.every((name): name is string => typeof name === 'string' && name !== '')
  return {
    ...(isNamed && { dataset: datasetNames(datasets, folder).map((name) => (isFixture(name, folder) ? name : resolveIn(folder, name))) }),
    ...(typeof db === 'string' && db !== '' && { db: resolveIn(folder, db) }),
  }
}

const resolveIn = (folder: string, path: string): string => (isAbsolute(path) ? path : join(folder, path))

/** --config, or CONVERSATIONS_MOCK_CONFIG. */
export function configFileOf({ flags }: CommandLine, env: Environment): string | undefined {
  const named = flags['config'] ?? variableOf(env, environmentName('config'))
  return typeof named === 'string' && named !== '' ? named : undefined
}

function readConfig(file: string): Record<string, unknown> {
  const value = parseConfig(file)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new ConfigError(`the config file ${file} must hold one JSON object`)
}

function parseConfig(file: string): unknown {
  try {
    return JSON.parse(decodeUtf8(readFileSync(file)))
  } catch (error) {
    if (error instanceof EncodingError) throw new ConfigError(`the config file ${file} ${error.message}`)
    throw new ConfigError(`cannot read the config file ${file}: ${reasonOf(error)}`)
  }
}

function toFlags(values: Record<string, unknown>): CommandLine['flags'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : typeof value === 'boolean' ? value : String(value),
    ]),
  )
}

function bare(name: string): string {
  return flagName(name).slice(2)
}
