// Writes docs/cli.md from the tables of commands and settings.

import { type Command, commands, describe, general } from '../../src/cli/commands.ts'
import {
  descriptionOf,
  environmentName,
  flagName,
  sections,
  settingNames,
} from '../../src/config.ts'
import type { Description } from '../../src/config/description.ts'
import { writtenFlag } from '../../src/cli/help.ts'
import { codeOf, page, tableOf } from './markdown.ts'

export function cliPage(): string {
  return page(
    '# Command line',
    codeOf(
      '',
      commands.map((command) => `conversations-mock ${describe(command).usage}`).join('\n'),
    ),
    tableOf(
      ['command', ''],
      commands.map((command) => [`[\`${command}\`](#${command})`, describe(command).text]),
    ),
    '`conversations-mock help COMMAND` prints the same in a terminal.',
    '## Settings',
    'Every setting is an option of `serve`, `exec` and `compare`, an environment variable, a key of the config file, and an option of `startMock()`.',
    ...sections.flatMap(({ title, shape }) => [
      `### ${title}`,
      tableOf(
        ['option', 'config key', ''],
        settingNames
          .filter((name) => Object.hasOwn(shape, name))
          .map((name) => [`\`${written(name)}\``, `\`${name}\``, textOf(descriptionOf(name))]),
      ),
    ]),
    '### Where a value comes from',
    [
      `The environment variable of \`--rate-limit\` is \`${environmentName('rateLimit')}\`, and so for every setting; \`PORT\` and \`HOST\` count too.`,
      'A flag wins over the environment, and that over the config file, also between `--dataset`, `--dataset-json` and `--generate`.',
      'Relative paths in the config file count from that file. White space around the value of a variable does not count.',
      'The mock warns of a misspelt `CONVERSATIONS_MOCK_…`. It passes over what Kubernetes sets for a service with the name of the mock.',
    ].join('\n'),
    codeOf(
      'json',
      '{\n  "$schema": "./node_modules/conversations-mock/config.schema.json",\n  "dataset": "demo",\n  "rateLimit": 60\n}',
    ),
    'This is a config file. By its `$schema` an editor completes the keys and marks what is wrong.',
    'A list is repeated on the command line (`--key a --key b`), separated by commas in a variable, and an array in the config file.',
    ...commands.flatMap((command) => sectionOf(command)),
  )
}

function sectionOf(command: Command): string[] {
  const { usage, text, about, options, startsMock } = describe(command)
  const own = command === 'serve' ? { ...options, ...general } : options
  const rows = Object.entries(own).map(([name, option]) => [
    `\`${writtenFlag(name, option)}\``,
    textOf(option),
  ])
  return [
    `## ${command}`,
    codeOf('', `conversations-mock ${usage}`),
    `${text.charAt(0).toUpperCase()}${text.slice(1)}.${startsMock ? ' It also takes every [setting](#settings).' : ''}`,
    ...(rows.length === 0 ? [] : [tableOf(['option', ''], rows)]),
    ...(about === undefined ? [] : [about]),
  ]
}

const written = (name: (typeof settingNames)[number]): string =>
  writtenFlag(flagName(name).slice(2), descriptionOf(name))

const textOf = ({ text, more, isRepeatable }: Description): string =>
  [`${text}${isRepeatable ? '; repeatable' : ''}`, more]
    .filter((part) => part !== undefined)
    .join('. ')
