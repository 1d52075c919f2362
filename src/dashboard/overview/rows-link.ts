// Links from the numbers to the conversations that they count.

import { currentUser } from '../mock/status.ts'
import { type Changes, hrefOf } from '../page-address.ts'
import type { Bucket } from './buckets.ts'

/**
 * A link to the conversations that the filters find. Some editions cannot filter by date. When the
 * user has no token of the edition `combined`, the link therefore asks for that edition.
 */
export function hrefOfRows(filters: Changes): string {
  const isKnown =
    filters['date_from'] === undefined ||
    currentUser.value?.tokens.some(({ edition }) => edition === 'combined')
  return hrefOf('conversations', { edition: isKnown ? undefined : 'combined', ...filters })
}

/** A link to the conversations of a bucket, or only to those of one type. */
export const hrefOfBucket = ({ from, to }: Pick<Bucket, 'from' | 'to'>, type?: string): string =>
  hrefOfRows({ type, date_from: from, date_to: to })
