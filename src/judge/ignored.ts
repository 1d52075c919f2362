// Finds parameters that the API ignores.

import { type EditionName, editionNames, editions } from '../editions.ts'
import { HIDDEN } from '../journal/credentials.ts'
import type { Step } from '../walks/step.ts'

/**
 * The names of the parameters that the step's edition ignores.
 * Credentials, and page beside cursor, are left out because other rules report them.
 */
export function ignoredBy({ entry, parameters }: Step): readonly string[] {
  if (entry.edition === null || parameters.size === 0) return NONE
  const honoured = honouredBy(entry.edition)
  let ignored: string[] | undefined
  for (const name of parameters.keys()) {
    if (honoured.has(name)) continue
    const value = parameters.get(name) ?? null
    const isEmpty = value === null && name !== 'cursor'
    const isOther = isPosition(name) && sendsBothPositions({ parameters })
    const isCredential = value === HIDDEN && !isPageToken(name)
    if (!isCredential && !isEmpty && !isOther) (ignored ??= []).push(name)
  }
  return ignored ?? NONE
}

/** Whether other APIs call their cursor so. The journal hides its value, because of the name. */
export const isPageToken = (name: string): boolean =>
  /^(?:next_?)?(?:page|next|continuation|pagination|cursor|resume|sync)_?token$/i.test(name)

const NONE: readonly string[] = []

/** Whether a request has both a page and a cursor; the rule cursor-and-page-mixed reports that. */
export const sendsBothPositions = ({ parameters }: Pick<Step, 'parameters'>): boolean =>
  hasValue(parameters, 'cursor') && hasValue(parameters, 'page')

export const isPosition = (name: string): boolean => name === 'page' || name === 'cursor'

const hasValue = (parameters: Step['parameters'], name: string): boolean =>
  (parameters.get(name) ?? null) !== null

const honouredByEdition = new Map<EditionName, ReadonlySet<string>>(
  editionNames.map((name) => [name, new Set(editions[name].parameters)]),
)

export const honouredBy = (edition: EditionName): ReadonlySet<string> =>
  honouredByEdition.get(edition) ?? new Set()
