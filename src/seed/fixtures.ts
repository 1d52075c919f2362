import { readFileSync } from 'node:fs'
import { parseDatasetText, type Dataset } from '../dataset.ts'

/** The datasets that ship with the program; the first is the default. */
export const fixtureNames = [
  'demo',
  'documented',
  'empty',
  'one',
  'fourteen',
  'fifteen',
  'sixteen',
  'thirty',
  'ties',
  'nulls',
  'unicode',
  'long',
] as const
export type FixtureName = (typeof fixtureNames)[number]

// The same from src/seed/ and from dist/seed/.
export const fixtureUrl = (name: FixtureName): URL => new URL(`../../fixtures/${name}.json`, import.meta.url)

export const loadFixture = (name: FixtureName): Dataset => parseDatasetText(readFileSync(fixtureUrl(name), 'utf8'), `fixtures/${name}.json`)
