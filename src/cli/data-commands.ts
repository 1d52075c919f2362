// The commands that write files: datasets and a starter.

import { descriptionOf } from '../config.ts'
import type { CommandDescription } from './command-description.ts'

export const dataCommands = {
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
} as const satisfies Record<string, CommandDescription>
