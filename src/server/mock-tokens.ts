// The tokens that clients of a mock may send.

import type { EditionName } from '../editions.ts'
import type { Store } from '../store/open-store.ts'

/** A token that clients may send, either as `plain` or as `id|plain`. */
export type MockToken = {
  readonly id: number
  readonly plain: string
  readonly edition: EditionName
  readonly user_id: number
}

export const validTokens = (store: Store, edition: EditionName, now: number): MockToken[] =>
  store
    .listTokens()
    .filter(({ expiresAt }) => expiresAt >= now)
    .map(({ id, plain, edition: own, user_id }) => ({
      id,
      plain,
      edition: own ?? edition,
      user_id,
    }))
