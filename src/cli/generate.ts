// The command `generate` writes a generated dataset.

import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigError, parseSettings } from '../parse-settings.ts'
import { formatDataset } from '../dataset/text.ts'
import type { CommandLine } from './flags.ts'
import { refusalOf, writeOutputFile } from '../system/output-file.ts'
import { createProgress } from './progress.ts'
import { loadGenerator } from '../seed/generator.ts'
import { reasonOf } from '../system/system-errors.ts'

type Outputs = {
  readonly stdout: Writable
  readonly stderr: Writable & { readonly isTTY?: boolean }
}

/** Writes to the file of --out, or to stdout. Throws a ConfigError. */
export async function run(
  { positionals: [rows], flags }: CommandLine,
  { stdout, stderr }: Outputs,
): Promise<void> {
  if (rows === undefined)
    throw new ConfigError(
      'how many rows? Write: conversations-mock generate 1000 --out dataset.json',
    )
  const settings = parseSettings([
    {
      values: { generate: rows, ...(flags['seed'] === undefined ? {} : { seed: flags['seed'] }) },
      nameOf: (name) => (name === 'seed' ? '--seed' : 'the number of rows'),
    },
  ])
  const { generate: count = 0, seed } = settings
  const file = typeof flags['out'] === 'string' ? flags['out'] : undefined
  const refusal = file === undefined ? undefined : refusalOf(file)
  if (refusal !== undefined) throw new ConfigError(`--out ${file ?? ''}: ${refusal}`)
  const { conversations, ...others } = await loadGenerator({ count, seed })
  const progress = createProgress(stderr, 'generating', count)
  const texts = formatDataset({ ...others, conversations: counted(conversations(), progress) })
  if (file === undefined) return pipeline(Readable.from(texts), stdout, { end: false })
  await writeOutputFile(file, texts).catch((error: unknown) => {
    throw new ConfigError(`cannot write the dataset to ${file}: ${reasonOf(error)}`)
  })
}

function* counted<T>(rows: Iterable<T>, onRow: (count: number) => void): Generator<T> {
  let count = 0
  for (const row of rows) {
    yield row
    onRow(++count)
  }
}
