// The names that --dataset takes: fixtures, and files that may have a comma in their name.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fixtureNames, type FixtureName } from './fixtures.ts'

/** Each name, or those in it that commas separate, unless there is a file of the whole name. Relative ones count from the folder. */
export function datasetNames(given: readonly string[], folder = '.'): string[] {
  return given.flatMap((name) => {
    if (!name.includes(',') || existsSync(resolve(folder, name))) return [name]
    return name
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  })
}

/** A file of the same name goes before the fixture. */
export const isFixture = (name: string, folder = '.'): name is FixtureName =>
  fixtureNames.some((fixture) => fixture === name) && !existsSync(resolve(folder, name))
