// Parameters that made no difference.

import { type Edition, editions } from '../editions.ts'
import type { Step } from '../walks/step.ts'

/** The text that the journal puts in the place of a credential. */
export const HIDDEN = '***'

/** Names that the step's edition does not honour; other rules look at credentials and at page beside cursor. */
export function ignoredBy({ entry, parameters }: Step): string[] {
  if (entry.edition === null) return []
  const honoured = honouredBy(editions[entry.edition])
  const isMixed = hasValue(parameters, 'cursor') && hasValue(parameters, 'page')
  return [...parameters]
    .filter(
      ([name, value]) =>
        !honoured.has(name) &&
        value !== HIDDEN &&
        (value !== null || name === 'cursor') &&
        !(isMixed && (name === 'page' || name === 'cursor')),
    )
    .map(([name]) => name)
}

const hasValue = (parameters: Step['parameters'], name: string): boolean =>
  (parameters.get(name) ?? null) !== null

export const honouredBy = ({ parameters }: Edition): ReadonlySet<string> => new Set(parameters)
