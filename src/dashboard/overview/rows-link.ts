// Where numbers lead to.

import { currentUser } from '../mock/status.ts'
import { type Changes, hrefOf } from '../page-address.ts'
import type { Bucket } from './buckets.ts'

/** The conversations that the filters find. Not every edition knows dates: where no token is of one that knows all, it is asked for. */
export function hrefOfRows(filters: Changes): string {
  const isKnown =
    filters['date_from'] === undefined ||
    currentUser.value?.tokens.some(({ edition }) => edition === 'combined')
  return hrefOf('conversations', { edition: isKnown ? undefined : 'combined', ...filters })
}

/** The conversations of a bucket, or those of one type. */
export const hrefOfBucket = ({ from, to }: Pick<Bucket, 'from' | 'to'>, type?: string): string =>
  hrefOfRows({ type, date_from: from, date_to: to })
