// The builds to measure: this clone and, on request, another clone. A clone without a build runs
// from its sources.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of a clone. */
export type Build = { readonly folder: string }

export const ownBuild: Build = { folder: fileURLToPath(new URL('../..', import.meta.url)) }

export const binOf = ({ folder }: Build): string => join(folder, 'bin/conversations-mock.js')

const bundleOf = ({ folder }: Build): string => join(folder, 'dist/bundle/cli.cjs')

/** Throws when the folder holds no build. */
export function requireBuild(folder: string): Build {
  const build = { folder: resolve(folder) }
  if (existsSync(binOf(build)) && existsSync(bundleOf(build))) return build
  throw new Error(
    `--against: ${JSON.stringify(folder)} holds no built clone; name a clone, and run "npm run build" in it`,
  )
}

/** Describes the build at the end of a sentence, for people who read the figures. */
export function describeBuild(build: Build = ownBuild): string {
  if (!existsSync(bundleOf(build)))
    return 'src (not built, which costs time at the start and memory; see npm run build)'
  return isStale(build) ? 'dist (older than src; see npm run build)' : 'dist'
}

function isStale(build: Build): boolean {
  const folder = join(build.folder, 'src')
  const builtAt = statSync(bundleOf(build)).mtimeMs
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(
    (name) => statSync(join(folder, name)).mtimeMs > builtAt,
  )
}
