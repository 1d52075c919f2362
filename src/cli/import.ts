// The command `import` turns rows of other tools, or saved answers of the API, into a dataset file.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigError } from '../parse-settings.ts'
import { openImported } from '../seed/imported.ts'
import { refusalOf, writeOutputFile } from '../system/output-file.ts'
import { reasonOf } from '../system/system-errors.ts'
import type { CommandLine } from './flags.ts'
import type { Program } from './program.ts'
import { createReadProgress } from './progress.ts'

/**
 * Writes to the file of --out, or to stdout. It checks the whole dataset before it writes a byte.
 */
export async function run(
  { positionals: files, flags }: CommandLine,
  { stdout, stderr, notify, boundHeap }: Program,
): Promise<void> {
  if (files.length === 0)
    throw new ConfigError(
      'which files? Write: conversations-mock import rows.csv --out dataset.json',
    )
  const file = typeof flags['out'] === 'string' ? flags['out'] : undefined
  const refusal = file === undefined ? undefined : refusalOf(file)
  if (refusal !== undefined) throw new ConfigError(`--out ${file ?? ''}: ${refusal}`)
  const { end, ...reading } = createReadProgress(stderr, boundHeap)
  const { rows, texts, close } = await openImported(files, {
    ...reading,
    onWarning: notify,
  }).finally(end)
  try {
    if (file === undefined) return await pipeline(Readable.from(texts), stdout, { end: false })
    await writeOutputFile(file, texts).catch((error: unknown) => {
      throw new ConfigError(`cannot write the dataset to ${file}: ${reasonOf(error)}`)
    })
    notify(`${file} holds ${rows} conversations`)
  } finally {
    close()
  }
}
