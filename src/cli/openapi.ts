// The command `openapi`: a contract, as it ships.

import { readDocument } from '../contract/file.ts'
import type { CommandLine } from './flags.ts'
import type { Program } from './program.ts'

export async function run({ flags }: CommandLine, { stdout }: Program): Promise<void> {
  stdout.write(
    await readDocument(
      flags['admin'] === true ? 'openapi-admin' : 'openapi',
      flags['json'] === true ? 'json' : 'yaml',
    ),
  )
}
