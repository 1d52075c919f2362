// Files that ship beside the code. This module lies two folders below the package's root, in src/ and in dist/ alike.

import { readFileSync } from 'node:fs'

/** A file by its path from the root of the package. */
export const assetUrl = (path: string): URL => new URL(`../../${path}`, import.meta.url)

/** The version of this package. */
export function readVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(assetUrl('package.json'), 'utf8'),
  )
  return version
}
