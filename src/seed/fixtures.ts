import { assetUrl } from '../system/assets.ts'

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

export const fixtureUrl = (name: FixtureName): URL => assetUrl(`fixtures/${name}.json`)
