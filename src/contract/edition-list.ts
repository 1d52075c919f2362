// Lists editions for texts, and finds an edition by the name that a caller gives.

import { type Edition, type EditionName, editionNames, editions } from '../editions.ts'
import { nearestOf } from '../problems/nearest.ts'
import { quoteValue } from '../problems/problems.ts'

/** The names of the editions that match, joined by commas. */
export const listEditions = (isTrue: (edition: Edition) => boolean): string =>
  editionNames.filter((name) => isTrue(editions[name])).join(', ')

export const findEdition = (given: string): EditionName | undefined =>
  editionNames.find((name) => name === given)

/** A sentence without its capital and its full stop. */
export function noEdition(given: string): string {
  const nearest = nearestOf(given, editionNames)
  const advice =
    nearest === undefined ? `there are ${editionNames.join(', ')}` : `did you mean ${nearest}?`
  return `no edition is named ${quoteValue(given)}; ${advice}`
}
