// The table of commands: usage, description and options of each.

import { environmentName, flagName, settingNames, descriptionOf } from '../config.ts'
import type { Description } from '../config/description.ts'
import { editionNames } from '../editions.ts'

/** The keys are flags without the leading dashes. */
export type CommandOptions = Readonly<Record<string, Description>>

type CommandDescription = {
  /** The usage line, without the name of the program. */
  readonly usage: string
  readonly text: string
  /** A command that starts a mock accepts every setting as an option. */
  readonly startsMock: boolean
  readonly options: CommandOptions
  /** The number of arguments that are not options. */
  readonly words: number
  /** Paragraphs for the help of this command. */
  readonly about?: string
}

const tokenNames = editionNames.map((name) => environmentName(`token_${name}`)).join(', ')

const config: Description = {
  argument: 'FILE',
  text: 'JSON with settings; default conversations-mock.config.json if there is one',
}

const allowNone: Description = {
  text: 'pass although nobody requested the list; otherwise exit with 2',
}

const reportFormat: Description = {
  argument: 'FORMAT',
  text: 'text (default), json, junit, github or sarif',
}

/** The options of commands that read a live API. */
const liveOptions = {
  live: { argument: 'URL', text: 'the API, such as https://app.example.com' },
  'token-env': {
    argument: 'NAME',
    text: 'the environment variable that holds the token; by default stdin is read',
  },
  'dry-run': { text: 'print the budget and the questions, and ask nothing' },
  'max-requests': { argument: 'N', text: 'the budget of requests, by default 60' },
  'max-seconds': { argument: 'N', text: 'the budget of time, by default 900' },
  pause: { argument: 'MS', text: 'milliseconds between two requests, by default 250' },
} as const satisfies CommandOptions

export const commandTable = {
  serve: {
    usage: '[serve] [options]',
    text: 'start the mock (the default)',
    startsMock: true,
    options: { config },
    words: 0,
  },
  exec: {
    usage: 'exec [options] -- COMMAND',
    text: 'run a command beside a mock of its own',
    startsMock: true,
    options: {
      lint: {
        argument: '[=LEVEL]',
        text:
          'when COMMAND has ended, print the findings of the judge, and exit with 1 for findings ' +
          'of that level or worse: error, warning (default) or note',
      },
      'allow-none': allowNone,
      format: reportFormat,
      output: {
        argument: 'FILE',
        text: 'where to write the report; otherwise stderr, or stdout for --format github',
      },
      config,
    },
    words: 0,
    about:
      'exec starts the mock silently, on a free port unless --port names one. It ends with the exit code of COMMAND. ' +
      'COMMAND gets CONVERSATIONS_MOCK_URL, CONVERSATIONS_MOCK_TOKEN (of --edition), CONVERSATIONS_MOCK_ADMIN_TOKEN, ' +
      `and a token for each edition that has one: ${tokenNames}. ` +
      'COMMAND does not see other CONVERSATIONS_MOCK_* variables, because they are settings of this mock.\n\n' +
      'With --lint a command that failed keeps its exit code. Otherwise 1 means findings. 2 means that exec could not ' +
      'start or not report, or that COMMAND never requested the list.',
  },
  lint: {
    usage: 'lint [options]',
    text: 'say what clients of the running mock did wrong',
    startsMock: false,
    options: {
      url: {
        argument: 'URL',
        text: 'origin of the mock; by default CONVERSATIONS_MOCK_URL, or the mock that you started here last',
      },
      'admin-token': {
        argument: 'TOKEN',
        text: 'the token that the mock printed; by default CONVERSATIONS_MOCK_ADMIN_TOKEN',
      },
      user: { argument: 'ID', text: "only what this user's tokens did" },
      level: {
        argument: 'LEVEL',
        text: 'exit with 1 for findings of that level or worse: error, warning (default) or note',
      },
      live: { text: 'clients still run, so their walks may go on' },
      'allow-none': allowNone,
      format: reportFormat,
      output: { argument: 'FILE', text: 'where to write the report; otherwise stdout' },
      silence: descriptionOf('silence'),
    },
    words: 0,
    about:
      'lint takes every walk for over, unless --live is given. It exits with 0, with 1 when there are findings, and with 2 ' +
      'when it could not ask or nobody had requested the list. --format github also appends Markdown to the file that ' +
      'GITHUB_STEP_SUMMARY names.',
  },
  compare: {
    usage: 'compare [options]',
    text: 'walk the list by page and by cursor, and compare the rows',
    startsMock: true,
    options: {
      url: {
        argument: 'URL',
        text: 'an API that runs; without it compare starts a mock of its own',
      },
      token: {
        argument: 'TOKEN',
        text: "for both walks, at a mock; by default the first user's, of its own mock",
      },
      'page-token': {
        argument: 'TOKEN',
        text: 'for the walk by page, where the token decides the edition',
      },
      'cursor-token': { argument: 'TOKEN', text: 'for the walk by cursor' },
      filter: {
        argument: 'NAME=VALUE',
        text: 'sent with every request; both editions must document it',
        isRepeatable: true,
      },
      'per-page': { argument: 'N', text: '1 to 100, default 100' },
      'page-edition': {
        argument: 'NAME',
        text: 'nicecall (default), aiployees or combined',
      },
      'cursor-edition': { argument: 'NAME', text: 'autocalls (default) or combined' },
      format: { argument: 'FORMAT', text: 'text (default) or json' },
      config,
    },
    words: 0,
    about:
      'compare exits with 0 when the rows are the same, with 1 when they differ, and with 2 when it could not compare.',
  },
  calibrate: {
    usage: 'calibrate --live URL [options]',
    text: 'find the settings with which the mock answers as a live API does',
    startsMock: false,
    options: {
      ...liveOptions,
      write: { text: 'put the settings into the config file, and keep what else is there' },
      config: { argument: 'FILE', text: 'that file; default conversations-mock.config.json' },
      json: { text: 'print JSON instead of a table' },
    },
    words: 0,
    about:
      'calibrate asks at most 40 questions, one after the other. It sends GET, HEAD and OPTIONS alone, waits when the API asks for it, ' +
      'and follows no redirect. No output holds the token.\n\n' +
      'It exits with 0, with 1 when the budget or the API ended before the questions, and with 2 when the API could not be asked.',
  },
  capture: {
    usage: 'capture --live URL --out FILE [options]',
    text: 'write the list of a live API as a dataset, without the texts of people',
    startsMock: false,
    options: {
      ...liveOptions,
      'max-requests': {
        argument: 'N',
        text: 'the budget of requests; by default enough for --rows',
      },
      out: { argument: 'FILE', text: 'where to write the dataset' },
      rows: { argument: 'N', text: 'how many rows at most, by default 1000' },
      filter: { argument: 'NAME=VALUE', text: 'sent with every request', isRepeatable: true },
      keep: {
        argument: 'KINDS',
        text: 'texts that stay: names, phones, identifiers, variables, assistants, uuids',
      },
      'salt-env': {
        argument: 'NAME',
        text: 'a variable with a secret; the same secret gives the same replacements',
      },
      resume: { text: 'go on with a capture that was interrupted' },
    },
    words: 0,
    about:
      'capture replaces names, phone numbers, identifiers, the texts in variables, names of assistants and uuids. ' +
      'Without --salt-env the key of a run is thrown away, and nobody can trace a replacement back.\n\n' +
      'It exits with 0, with 1 when the self-check sees an original text in the file, and with 2 when rows are missing ' +
      'because the API failed or a signal came.',
  },
  drift: {
    usage: 'drift --live URL [options]',
    text: 'tell where the answers of a live API and of the mock differ',
    startsMock: false,
    options: {
      ...liveOptions,
      'max-requests': { argument: 'N', text: 'the budget of requests, by default 100' },
      dataset: {
        argument: 'FILE',
        text: 'the captured rows; by default they are read first, and stay in memory',
      },
      ignore: {
        argument: 'PATH=REASON',
        text: 'a difference that does not count; the report shows the reason',
        isRepeatable: true,
      },
      format: reportFormat,
      output: { argument: 'FILE', text: 'where to write the report; otherwise stdout' },
      config: { argument: 'FILE', text: 'the settings; default conversations-mock.config.json' },
    },
    words: 0,
    about:
      'drift asks the questions of calibrate, and compares status, headers and body with those of a mock of its own. ' +
      'It exits with 0 without differences, with 1 for differences, and with 2 when it could not tell.',
  },
  generate: {
    usage: 'generate N [options]',
    text: 'write a dataset of N conversations',
    startsMock: false,
    options: {
      seed: descriptionOf('seed'),
      out: { argument: 'FILE', text: 'where to write it; otherwise stdout' },
    },
    words: 1,
  },
  import: {
    usage: 'import FILE… [options]',
    text: 'write a dataset of CSV, JSON lines, or saved answers of the API',
    startsMock: false,
    options: { out: { argument: 'FILE', text: 'where to write it; otherwise stdout' } },
    words: Infinity,
    about:
      'Several files are saved answers of the API, whose pages may come in any order. A file "-" is stdin. ' +
      'docs/own-data.md tells how rows are read.',
  },
  init: {
    usage: 'init [FOLDER]',
    text: 'write a starter: a config file, a dataset, a compose file and a test',
    startsMock: false,
    options: {},
    words: 1,
    about: 'init overwrites no file: when one of its files is there already, it writes none.',
  },
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
