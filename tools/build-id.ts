// Names a build by its content, so that code which an earlier build compiled is not used for it.

import { createHash } from 'node:crypto'
import type { Plugin } from 'rolldown'

/** Adds build-id.txt to the bundle. */
export function buildId(): Plugin {
  return {
    name: 'build-id',
    generateBundle(_, bundle) {
      const hash = createHash('sha256')
      for (const file of Object.values(bundle)) hash.update('code' in file ? file.code : '')
      const id = hash.digest('hex').slice(0, 16)
      this.emitFile({ type: 'asset', fileName: 'build-id.txt', source: id })
    },
  }
}
