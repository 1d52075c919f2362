// Files that ship beside the code. This module lies one folder below the package's root, in src/ and in dist/ alike.

/** A file by its path from the root of the package. */
export const assetUrl = (path: string): URL => new URL(`../${path}`, import.meta.url)
