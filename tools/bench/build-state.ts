// The code that the mock's command runs: the built bundle or, in a clone that was not built, the sources.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bundle = fileURLToPath(new URL('../../dist/bundle/cli.cjs', import.meta.url))
const sources = fileURLToPath(new URL('../../src', import.meta.url))

/** A sentence's end, for whoever reads the figures. */
export function describeBuild(): string {
  if (!existsSync(bundle))
    return 'src (not built, which costs time at the start and memory; see npm run build)'
  const builtAt = statSync(bundle).mtimeMs
  const isStale = readdirSync(sources, { recursive: true, encoding: 'utf8' }).some(
    (name) => statSync(join(sources, name)).mtimeMs > builtAt,
  )
  return isStale ? 'dist (older than src; see npm run build)' : 'dist'
}
