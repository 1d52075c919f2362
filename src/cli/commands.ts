// The table of commands: usage, description and options of each, in the order of the help.

import { descriptionOf, flagName, settingNames } from '../config.ts'
import type { Description } from '../config/description.ts'
import { editionNames } from '../editions.ts'
import { type CommandDescription, type CommandOptions, config } from './command-description.ts'
import { dataCommands } from './data-commands.ts'
import { liveCommands } from './live-commands.ts'
import { mockCommands } from './mock-commands.ts'

const commandTable = {
  ...mockCommands,
  ...liveCommands,
  ...dataCommands,
  health: {
    usage: 'health [options]',
    text: 'exit with 0 when the mock is ready, and say which',
    startsMock: false,
    options: {
      wait: { argument: 'SECONDS', text: 'how long to wait for it, up to 3600' },
      url: { argument: 'URL', text: 'the origin of the mock' },
      port: { argument: 'PORT', text: 'its port' },
      host: { argument: 'HOST', text: 'its host' },
      config,
    },
    words: 0,
    about:
      'health asks the mock that the options, the environment or a config file name. Without those it asks the one that ' +
      'you started here last, or port 4080.',
  },
  openapi: {
    usage: 'openapi [options]',
    text: 'print the contract',
    startsMock: false,
    options: {
      admin: { text: 'that of the admin API' },
      json: { text: 'as JSON instead of YAML' },
      edition: {
        argument: 'NAME',
        text: `only what that edition takes and answers: ${editionNames.join(', ')}`,
      },
    },
    words: 0,
  },
  completion: {
    usage: 'completion bash|zsh|fish',
    text: 'print a script that completes commands and options in your shell',
    startsMock: false,
    options: {},
    words: 1,
    about:
      'For bash: conversations-mock completion bash > ~/.local/share/bash-completion/completions/conversations-mock. ' +
      'For zsh: write it to a file _conversations-mock in a folder of $fpath. ' +
      'For fish: write it to ~/.config/fish/completions/conversations-mock.fish.',
  },
  help: {
    usage: 'help [COMMAND]',
    text: 'print the options of a command',
    startsMock: false,
    options: {},
    words: 1,
  },
} as const satisfies Record<string, CommandDescription>

export type Command = keyof typeof commandTable

export const isCommand = (text: string | undefined): text is Command =>
  text !== undefined && Object.hasOwn(commandTable, text)

export const commands = Object.keys(commandTable).filter(isCommand)

export const describe = (command: Command): CommandDescription => commandTable[command]

const settingOptions: CommandOptions = Object.fromEntries(
  settingNames.map((name) => [flagName(name).slice(2), descriptionOf(name)]),
)

/** Options that every command has. */
export const general = {
  help: { text: 'print this and end', short: 'h' },
  version: { text: 'print the version and end', short: 'v' },
} as const satisfies Record<string, Description & { short: string }>

/** All options of a command, including settings. */
export function optionsOf(command: Command): CommandOptions {
  const { startsMock, options } = describe(command)
  return { ...(startsMock && settingOptions), ...options, ...general }
}
