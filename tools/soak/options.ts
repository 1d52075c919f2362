// The options of `npm run soak` in one table, which gives the help, the defaults and the checks.

import { parseArgs } from 'node:util'

export const parts = ['load', 'calls'] as const
export type Part = (typeof parts)[number]

type NumberOption = {
  readonly default: number
  readonly min: number
  readonly max: number
  readonly isWhole?: boolean
  readonly help: string
}

const numbers = {
  minutes: { default: 10, min: 0.01, max: 1440, help: 'the load ends after so many minutes' },
  requests: {
    default: 840_000,
    min: 1,
    max: 1_000_000_000,
    isWhole: true,
    help: 'or after so many requests of all users together',
  },
  users: { default: 24, min: 1, max: 900, isWhole: true, help: 'users, each with a client' },
  rows: {
    default: 200,
    min: 1,
    max: 100_000,
    isWhole: true,
    help: 'conversations of each user under load',
  },
  rest: {
    default: 60,
    min: 0,
    max: 600,
    help: 'seconds from the end of the users to the last look',
  },
  generate: {
    default: 300_000,
    min: 10_000,
    max: 10_000_000,
    isWhole: true,
    help: 'conversations of the first user of the calls',
  },
  entries: {
    default: 10_000,
    min: 100,
    max: 1_000_000,
    isWhole: true,
    help: 'requests of each user before the calls',
  },
  runs: { default: 3, min: 1, max: 10, isWhole: true, help: 'how often each call is made' },
  'max-mb': { default: 250, min: 1, max: 1e6, help: 'bound: memory under load, MB of 10^6 bytes' },
  'max-mb-after': { default: 180, min: 1, max: 1e6, help: 'bound: memory after the rest' },
  'max-mb-report': {
    default: 60,
    min: 1,
    max: 1e6,
    help: 'bound: memory that a report takes in addition',
  },
  'max-wait': {
    default: 30,
    min: 1,
    max: 60_000,
    help: 'bound: milliseconds that a client waits because of a call',
  },
} as const satisfies Record<string, NumberOption>

type NumberName = keyof typeof numbers
export type Options = Readonly<Record<NumberName, number>> & {
  readonly only: readonly Part[]
  /** Parts of the names of calls. An empty list selects every call. */
  readonly calls: readonly string[]
  readonly quiet: boolean
  readonly file: boolean
  readonly shared: boolean
  readonly help: boolean
  readonly mockArgs: readonly string[]
}

const others = [
  ['only PART', `load or calls; without it both`],
  ['calls NAMES', 'only calls whose name holds one of these, separated by commas'],
  ['quiet', 'load without reports, exports and followers'],
  ['file', 'rows in a file, not in memory'],
  ['shared', 'calls with two mocks on one file; a client asks each of them'],
  ['help', 'show this text'],
] as const

export const help = [
  'npm run soak -- [OPTIONS] [-- OPTIONS OF THE MOCK]',
  '',
  'Loads the built mock with many users, then makes each long call of the admin API',
  'while a client asks the API. Exits with 1 when a bound is broken.',
  '',
  ...entriesOf(numbers).map(([name, option]) =>
    toHelp(`${name} N`, `${option.help} (${option.default.toLocaleString('en')})`),
  ),
  ...others.map(([name, text]) => toHelp(name, text)),
].join('\n')

/**
 * Arguments after a second `--` go to the mock. Throws an error whose message names the wrong
 * option.
 */
export function parseOptions(args: readonly string[]): Options {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const numberFlags = Object.fromEntries(Object.keys(numbers).map((name) => [name, text]))
  const { values } = parseArgs({
    args: args.slice(0, end),
    options: {
      ...numberFlags,
      only: text,
      calls: text,
      quiet: flag,
      file: flag,
      shared: flag,
      help: flag,
    },
  })
  const given: Readonly<Record<string, unknown>> = values
  return {
    ...mapNumbers((name) => toNumber(name, given[name])),
    only: toParts(values.only),
    calls: values.calls?.split(',').map((name) => name.trim()) ?? [],
    quiet: values.quiet,
    file: values.file,
    shared: values.shared,
    help: values.help,
    mockArgs: args.slice(end + 1),
  }
}

function toNumber(name: NumberName, text: unknown): number {
  const option: NumberOption = numbers[name]
  if (text === undefined) return option.default
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : NaN
  const { min, max, isWhole = false } = option
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value
  const kind = isWhole ? 'a whole number' : 'a number'
  throw new Error(
    `--${name} is ${JSON.stringify(text).slice(0, 60)}; give ${kind} from ${min} to ${max}`,
  )
}

function toParts(text: string | undefined): readonly Part[] {
  const chosen = parts.filter((part) => text === undefined || part === text)
  if (chosen.length > 0) return chosen
  throw new Error(`--only is ${JSON.stringify(text).slice(0, 60)}; give ${parts.join(' or ')}`)
}

function mapNumbers(valueOf: (name: NumberName) => number): Record<NumberName, number> {
  return {
    minutes: valueOf('minutes'),
    requests: valueOf('requests'),
    users: valueOf('users'),
    rows: valueOf('rows'),
    rest: valueOf('rest'),
    generate: valueOf('generate'),
    entries: valueOf('entries'),
    runs: valueOf('runs'),
    'max-mb': valueOf('max-mb'),
    'max-mb-after': valueOf('max-mb-after'),
    'max-mb-report': valueOf('max-mb-report'),
    'max-wait': valueOf('max-wait'),
  }
}

function entriesOf(table: Readonly<Record<string, NumberOption>>): [string, NumberOption][] {
  return Object.entries(table)
}

function toHelp(name: string, text: string): string {
  return `  --${name.padEnd(16)} ${text}`
}
