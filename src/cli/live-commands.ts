// The commands that read a live API.

import {
  type CommandDescription,
  type CommandOptions,
  reportFormat,
} from './command-description.ts'

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

export const liveCommands = {
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
} as const satisfies Record<string, CommandDescription>
