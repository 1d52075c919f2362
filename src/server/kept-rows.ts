// The rows that a start keeps beside the compiled code, for later starts with the same settings.

import { join } from 'node:path'
import type { Settings } from '../config.ts'

/** More rows would take too much room. */
const MOST_ROWS = 20_000

/**
 * The file for the rows of these settings. Undefined for rows that are not kept: only generated
 * ones depend on nothing but the settings and the build.
 */
export function keptRowsOf(
  { generate, seed, order, db }: Settings,
  folder: string | undefined,
): string | undefined {
  if (folder === undefined || generate === undefined || db !== undefined) return undefined
  return generate > MOST_ROWS ? undefined : join(folder, `rows-${generate}-${seed}-${order}.db`)
}
