// Files that ship beside the code. This module lies two folders below the package's root, in src/ and in dist/ alike.

import { readFileSync } from 'node:fs'

/** A file by its path from the root of the package. */
export const assetUrl = (path: string): URL => new URL(`../../${path}`, import.meta.url)

type Manifest = { readonly version: string; readonly homepage?: string }

/** The package as it describes itself. */
export const readManifest = (): Manifest =>
  JSON.parse(readFileSync(assetUrl('package.json'), 'utf8'))

/** The version of this package. */
export const readVersion = (): string => readManifest().version
