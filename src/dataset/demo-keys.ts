// The keys that come with this program. Everybody knows them, so they are valid only where no key was chosen.

import { type EditionName, editionNames } from '../editions.ts'

export const demoKeyOf = (edition: EditionName): string => `${edition}-demo-key`

/** Of the second user of the fixture demo. */
export const secondDemoKey = 'second-user-demo-key'

export const demoKeys: readonly string[] = [...editionNames.map(demoKeyOf), secondDemoKey]
