// The commands that start a mock, or judge its clients.

import { descriptionOf, environmentName } from '../config.ts'
import type { Description } from '../config/description.ts'
import { editionNames } from '../editions.ts'
import { type CommandDescription, config, reportFormat } from './command-description.ts'

const tokenNames = editionNames.map((name) => environmentName(`token_${name}`)).join(', ')

const allowNone: Description = {
  text: 'pass although nobody requested the list; otherwise exit with 2',
}

export const mockCommands = {
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
} as const satisfies Record<string, CommandDescription>
