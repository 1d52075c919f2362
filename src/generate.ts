// The `generate` command: a dataset as a file.

import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigError, parseSettings } from './config.ts'
import { formatDataset } from './dataset/text.ts'
import type { CommandLine } from './flags.ts'
import { createProgress } from './progress.ts'
import { loadGenerator } from './seed/generator.ts'

/** To the file that --out names, or to stdout. Throws a ConfigError. */
export async function writeDataset({ positionals: [rows], flags }: CommandLine): Promise<void> {
  if (rows === undefined) throw new ConfigError('how many rows? Write: conversations-mock generate 1000 --out dataset.json')
  const settings = parseSettings([
    {
      values: { generate: rows, ...(flags['seed'] === undefined ? {} : { seed: flags['seed'] }) },
      placeOf: (name) => (name === 'seed' ? '--seed' : 'the number of rows'),
    },
  ])
  const { generate: count = 0, seed } = settings
  const { conversations, ...others } = await loadGenerator({ count, seed })
  const progress = createProgress(process.stderr, 'generating', count)
  const text = Readable.from(formatDataset({ ...others, conversations: counted(conversations(), progress) }))
  const toFile = typeof flags['out'] === 'string' ? createWriteStream(flags['out']) : undefined
  await pipeline(text, toFile ?? process.stdout, { end: toFile !== undefined }).catch((error: Error) => {
    throw new ConfigError(`cannot write the dataset: ${error.message}`)
  })
}

function* counted<T>(rows: Iterable<T>, onRow: (count: number) => void): Generator<T> {
  let count = 0
  for (const row of rows) {
    yield row
    onRow(++count)
  }
}
