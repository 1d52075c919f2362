// Reads the names that --dataset takes: fixtures and files.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fixtureNames, type FixtureName } from './fixtures.ts'

/**
 * Splits names at commas, unless a file has the whole name with its commas.
 * Relative paths start at `folder`.
 */
export function datasetNames(given: readonly string[], folder = '.'): string[] {
  return given.flatMap((name) => {
    if (!name.includes(',') || existsSync(resolve(folder, name))) return [name]
    return name
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  })
}

/** Whether a name means a fixture. A file of the same name takes precedence. */
export const isFixture = (name: string, folder = '.'): name is FixtureName =>
  fixtureNames.some((fixture) => fixture === name) && !existsSync(resolve(folder, name))
