// Files of the package. This module is two folders below the package's root, both in src/ and in
// dist/.

import { readFileSync } from 'node:fs'

/** The URL of a file. `path` starts at the root of the package. */
export const assetUrl = (path: string): URL => new URL(`../../${path}`, import.meta.url)

type Manifest = { readonly version: string; readonly homepage?: string }

/** The content of package.json. */
export const readManifest = (): Manifest =>
  JSON.parse(readFileSync(assetUrl('package.json'), 'utf8'))

let version: string | undefined

/** The version of the package. Read once, because every request to a live API names it. */
export const readVersion = (): string => (version ??= readManifest().version)
