// Reads the dataset of a caller: in the format of the fixtures, or as lists from the API.

import type { Work } from '../clock/turns.ts'
import type { SortOrder } from './sort-order.ts'
import { type Dataset, DatasetError, parseDataset } from './dataset.ts'
import { isList, refusalIn, toDataset } from './list.ts'
import type { NamedList } from './list-answers.ts'

/** Several values must all be lists from the API. Throws a DatasetError. */
export function* parseGiven(given: readonly NamedList[], order: SortOrder): Work<Dataset> {
  for (const one of given) refuseFailure(one)
  const other = given.find(({ value }) => !isList(value))
  if (!other) return yield* toDataset(given, order)
  if (given.length === 1) return parseDataset(other.value, other.name)
  throw new DatasetError(
    `${other.name} is not a list as the API answers it, and only such lists can be joined; give it alone`,
  )
}

/** Refuses an error answer of the API, which somebody saved without checking its status. */
export function refuseFailure({ value, name }: NamedList): void {
  const message = refusalIn(value)
  if (message === undefined) return
  throw new DatasetError(
    `${name} is an answer without rows, in which the API says ${JSON.stringify(message.slice(0, 60))}; fetch it again`,
  )
}
