// Builds the text of --help from the tables of commands and settings.

import { commands, type Command, describe, general } from './commands.ts'
import { descriptionOf, flagName, sections, settingNames } from '../config.ts'
import type { Description } from '../config/description.ts'

const WIDTH = 100
const TEXT_COLUMN = 25

const title =
  'conversations-mock: a mock of the conversations API of nicecall.ai, aiployees.com and autocalls.ai'

const order =
  'Every setting is also an environment variable (--rate-limit is CONVERSATIONS_MOCK_RATE_LIMIT; PORT and HOST count too) ' +
  'and a key of the config file (rateLimit). A flag wins over the environment, and that over the config file. ' +
  'Relative paths in the config file count from that file.'

/** The help of the program: all commands, and the settings of a mock. */
export function help(): string {
  return joined(
    title,
    section('Usage', commands.map(usageLine)),
    ...settingSections(),
    section(
      'Other options',
      optionLines({ config: describe('serve').options['config'], ...general }),
    ),
    wrap(order),
    'Help for a command: conversations-mock help COMMAND',
  )
}

/** The help of one command: its own options, and a hint where the settings are. */
export function helpOf(command: Command): string {
  if (command === 'serve' || command === 'help') return help()
  const { options, startsMock, about } = describe(command)
  const own = optionLines({ ...options, ...general })
  return joined(
    section('Usage', [usageLine(command)]),
    section('Options', own),
    ...(about === undefined ? [] : about.split('\n\n').map((paragraph) => wrap(paragraph))),
    startsMock
      ? 'The settings of the mock are options too: conversations-mock --help'
      : 'All commands: conversations-mock --help',
  )
}

function settingSections(): string[] {
  return sections.map(({ title: name, shape }) => {
    const names = settingNames.filter((setting) => Object.hasOwn(shape, setting))
    return section(
      name,
      names.flatMap((setting) => optionLine(flagName(setting).slice(2), descriptionOf(setting))),
    )
  })
}

const optionLines = (options: Readonly<Record<string, Description | undefined>>): string[] =>
  Object.entries(options).flatMap(([name, option]) => (option ? optionLine(name, option) : []))

/** The lines for an option: `--key KEY` and its description. */
function optionLine(name: string, option: Description): string[] {
  const { text, isRepeatable } = option
  return twoColumns(writtenFlag(name, option), `${text}${isRepeatable ? '; repeatable' : ''}`)
}

/** A flag as help writes it: `--port PORT`, `--no-judge`, `--lint[=LEVEL]`, `-h, --help`. */
export function writtenFlag(
  name: string,
  { argument, isNegated, short }: Description & { short?: string },
): string {
  const flag = `${short === undefined ? '' : `-${short}, `}--${isNegated ? 'no-' : ''}${name}`
  if (argument === undefined) return flag
  return argument.startsWith('[') ? `${flag}${argument}` : `${flag} ${argument}`
}

const usageLine = (command: Command): string => {
  const { usage, text } = describe(command)
  return `  ${`conversations-mock ${usage}`.padEnd(46)}  ${text}`
}

function twoColumns(left: string, text: string): string[] {
  const [first = '', ...rest] = wrapped(text, WIDTH - TEXT_COLUMN)
  const indent = ' '.repeat(TEXT_COLUMN)
  const head = `  ${left}`
  const continued = rest.map((line) => indent + line)
  if (head.length >= TEXT_COLUMN) return [head, indent + first, ...continued]
  return [head.padEnd(TEXT_COLUMN) + first, ...continued]
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const wrap = (text: string): string => wrapped(text, WIDTH).join('\n')
const section = (name: string, lines: readonly string[]): string => [name, ...lines].join('\n')
const joined = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`
