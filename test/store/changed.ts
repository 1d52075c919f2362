// Opens stores with very many changed rows.

import { copyFileSync, existsSync } from 'node:fs'
import type { Store } from '../../src/store/open-store.ts'
import { atFileEnd } from '../file-end.ts'
import { openCopied } from './copying-steps.ts'
import { newFile } from './stores.ts'

/** A file with these rows, because a copy of it costs less than the changes. */
let prepared: string | undefined

async function prepare(): Promise<string> {
  const file = newFile()
  ;(await openCopied(file)).close()
  atFileEnd(() => (prepared = undefined))
  return file
}

/** Opens a new store in memory, or the file, which need not exist. */
export async function openChanged(file?: string, isShared = false): Promise<Store> {
  if (file !== undefined && !existsSync(file)) copyFileSync((prepared ??= await prepare()), file)
  const store = await openCopied(file, isShared)
  atFileEnd(() => store.close())
  return store
}

/** Opens a second store, which the changes of the first are compared with. */
export const openModel = async (): Promise<Store> => openChanged(newFile())
