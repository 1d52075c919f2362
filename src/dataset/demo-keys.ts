// The keys of the demo data. Everybody knows them, so they are valid only when the settings choose
// no key.

import { type EditionName, editionNames } from '../editions.ts'

export const demoKeyOf = (edition: EditionName): string => `${edition}-demo-key`

/** The key of the second user in the fixture `demo`. */
export const secondDemoKey = 'second-user-demo-key'

export const demoKeys: readonly string[] = [...editionNames.map(demoKeyOf), secondDemoKey]
