// The error that fails a test because of a verification.

import type { Verification } from '../journal/verification-schemas.ts'

/**
 * The error for requests that were not as expected. Its message shows the closest requests and
 * their differences.
 */
export class VerificationError extends Error {
  override name = 'VerificationError'
  readonly verification: Verification

  constructor(verification: Verification) {
    super([verification.message, ...verification.near_misses.map(toLine)].join('\n'))
    this.verification = verification
  }
}

function toLine({
  request: { id, method, path, query, status },
  mismatches,
}: Verification['near_misses'][number]): string {
  const differences = mismatches.map(
    ({ field, expected, actual }) =>
      `${field} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
  )
  return `  #${id} ${method} ${path}${query === '' ? '' : `?${query}`} (${status ?? 'cut off'}): ${differences.join('; ')}`
}
