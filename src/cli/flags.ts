// Reads the command line and the config file.

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { type Command, commands, describe, general, isCommand, optionsOf } from './commands.ts'
import { flagName, settingNames } from '../config.ts'
import { ConfigError, type GivenSettings } from '../parse-settings.ts'
import { quoteValue } from '../problems/problems.ts'
import { severities } from '../judge/severity.ts'
import { nearestOf } from '../problems/nearest.ts'
import { quoteIfNeeded } from '../system/shell.ts'

export type CommandLine = {
  readonly command: Command
  /** For `exec`: the words after `--`. */
  readonly positionals: readonly string[]
  /** The values by flag name without dashes: a text, true, or a list for a repeatable flag. */
  readonly flags: Readonly<Record<string, string | boolean | string[] | undefined>>
}

/** Throws a ConfigError for unknown options and words. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const [first] = argv
  const command = isCommand(first) ? first : 'serve'
  const separator = command === 'exec' && argv.includes('--') ? argv.indexOf('--') : argv.length
  const args = argv.slice(command === first ? 1 : 0, separator).map(completeLint)
  const { tokens, positionals } = parseArgs({
    args,
    options: parseOptions(command),
    allowPositionals: true,
    allowNegative: true,
    strict: false,
    tokens: true,
  })
  const flags = collectFlags(command, tokens)
  const extra = positionals[describe(command).words]
  if (extra !== undefined)
    throw new ConfigError(first === command ? explainExtra(command, extra) : unknownCommand(extra))
  return {
    command,
    positionals: command === 'exec' ? argv.slice(separator + 1) : positionals,
    flags,
  }
}

/** parseArgs supports no option with an optional value. */
const completeLint = (word: string): string => (word === '--lint' ? '--lint=warning' : word)

function parseOptions(command: Command): ParseArgsOptionsConfig {
  const options = Object.entries(optionsOf(command)).map(([name, { argument }]) => [
    name,
    { type: argument === undefined ? 'boolean' : 'string' },
  ])
  const config: ParseArgsOptionsConfig = Object.fromEntries(options)
  for (const [name, { short }] of Object.entries(general)) config[name] = { type: 'boolean', short }
  return config
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]
type OptionToken = Extract<Token, { kind: 'option' }>
type Flags = Record<string, string | boolean | string[]>

function collectFlags(command: Command, tokens: readonly Token[]): Flags {
  const options = optionsOf(command)
  const flags: Flags = {}
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, isOff } = nameOf(token, options)
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (option === undefined || (isOff && option.argument !== undefined))
      throw new ConfigError(explainUnknown(command, token, tokens))
    if (option.argument === undefined) flags[name] = requireNoValue(token, !isOff)
    else if (option.isRepeatable) flags[name] = [...listOf(flags[name]), requireValue(token)]
    else flags[name] = requireValue(token)
  }
  return flags
}

/** Some versions of Node.js keep `no-` in the name. */
function nameOf({ name, rawName }: OptionToken, options: object): { name: string; isOff: boolean } {
  const [, long = name] = /^--(.*)$/.exec(rawName) ?? []
  const isOff = !Object.hasOwn(options, long) && long.startsWith('no-')
  return { name: isOff ? long.slice('no-'.length) : long, isOff }
}

const listOf = (value: Flags[string] | undefined): string[] => (Array.isArray(value) ? value : [])

function requireNoValue({ rawName, value }: OptionToken, isOn: boolean): boolean {
  if (value !== undefined)
    throw new ConfigError(`${rawName} takes no value; write ${rawName} alone`)
  return isOn
}

/**
 * A value that begins with a dash and is no number probably means that the value is missing. The
 * message does not repeat it, because it may be a secret.
 */
function requireValue({ rawName, value, inlineValue }: OptionToken): string {
  if (value === undefined) throw new ConfigError(`${rawName} needs a value; write ${rawName} VALUE`)
  if (inlineValue || !/^-./.test(value) || /^-\d+$/.test(value)) return value
  if (value.startsWith('--'))
    throw new ConfigError(
      `${rawName} needs a value; write one that begins with a dash as ${rawName}=VALUE`,
    )
  throw new ConfigError(`the value of ${rawName} begins with a dash; write ${rawName}=VALUE`)
}

function explainUnknown(
  command: Command,
  { name, rawName }: OptionToken,
  tokens: readonly Token[],
): string {
  if (command === 'exec' && name === 'level')
    return `--level is for lint; with exec write --lint=${valueOf(name, tokens) ?? 'LEVEL'}`
  if (command === 'serve' && name === 'lint')
    return '--lint is for exec: conversations-mock exec --lint -- npm test'
  const nearest =
    nearestOf(rawName.replace(/^-+/, ''), flagsFor(command)) ?? nearestOf(name, flagsFor(command))
  const advice =
    nearest === undefined ? 'see conversations-mock --help' : `did you mean --${nearest}?`
  return `${rawName} is not an option; ${advice}`
}

const flagsFor = (command: Command): string[] =>
  Object.entries(optionsOf(command)).flatMap(([name, { argument }]) =>
    argument === undefined ? [name, `no-${name}`] : [name],
  )

/** The value of an unknown option: the text after its "=", or the next word. */
function valueOf(name: string, tokens: readonly Token[]): string | undefined {
  const index = tokens.findLastIndex((token) => token.kind === 'option' && token.name === name)
  const [option, next] = tokens.slice(index)
  if (option?.kind === 'option' && option.value !== undefined) return option.value
  return next?.kind === 'positional' ? next.value : undefined
}

function explainExtra(command: Command, extra: string): string {
  if (command === 'exec' && severities.some((level) => level === extra))
    return `write --lint=${extra}`
  if (command === 'exec')
    return `${quoteValue(extra)} belongs after "--": conversations-mock exec [options] -- ${quoteIfNeeded(extra)}`
  const { words } = describe(command)
  const taken = words === 0 ? 'no words' : `at most ${words} ${words === 1 ? 'word' : 'words'}`
  return `${command} takes ${taken} besides options; leave out ${quoteValue(extra)}`
}

export function unknownCommand(word: string): string {
  const nearest = nearestOf(word, commands)
  const advice =
    nearest === undefined ? `there are ${commands.join(', ')}` : `did you mean ${nearest}?`
  return `${quoteValue(word)} is not a command; ${advice}`
}

/** The settings from the flags of `serve` and `exec`. */
export function fromFlags({ flags }: CommandLine): GivenSettings {
  const values = settingNames
    .filter((name) => flags[bare(name)] !== undefined)
    .map((name) => [name, flags[bare(name)]])
  return { values: Object.fromEntries(values), nameOf: flagName }
}

function bare(name: string): string {
  return flagName(name).slice(2)
}
