// Collects the licences of packages whose code is in the bundled command line.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'rolldown'
import * as z from 'zod'

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string() })

/** Adds third-party-notices.txt to the bundle. */
export function notices(): Plugin {
  return {
    name: 'notices',
    generateBundle() {
      const folders = [...this.getModuleIds()].flatMap(
        (id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? [],
      )
      const source = [...new Set(folders)].toSorted().map(notice).join('\n')
      this.emitFile({ type: 'asset', fileName: 'third-party-notices.txt', source })
    },
  }
}

function notice(folder: string): string {
  const { name, version, license } = Manifest.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  )
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const title = `${name} ${version} (${license})`
  return `${title}\n${'='.repeat(title.length)}\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()}\n`
}
