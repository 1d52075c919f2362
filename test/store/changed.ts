// Opens stores with very many changed rows.

import type { Store } from '../../src/store/open-store.ts'
import { atFileEnd } from '../file-end.ts'
import { openCopied } from './copying-steps.ts'

export async function openChanged(file?: string, isShared = false): Promise<Store> {
  const store = await openCopied(file, isShared)
  atFileEnd(() => store.close())
  return store
}
