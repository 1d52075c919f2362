// The command `openapi` prints a contract: the whole one, or that of one edition.

import { findEdition, noEdition } from '../contract/edition-list.ts'
import { readDocument, readEditionDocument } from '../contract/file.ts'
import { ConfigError } from '../parse-settings.ts'
import type { CommandLine } from './flags.ts'
import type { Program } from './program.ts'

export async function run({ flags }: CommandLine, { stdout }: Program): Promise<void> {
  const isAdmin = flags['admin'] === true
  const format = flags['json'] === true ? 'json' : 'yaml'
  const given = flags['edition']
  if (given === undefined) {
    stdout.write(await readDocument(isAdmin ? 'openapi-admin' : 'openapi', format))
    return
  }
  if (isAdmin) throw new ConfigError('--edition: the admin API has no editions; leave out --admin')
  const edition = findEdition(String(given))
  if (edition === undefined) throw new ConfigError(`--edition: ${noEdition(String(given))}`)
  stdout.write(await readEditionDocument(edition, format))
}
