// The resources that the owners of the store's core share.

import type { Garbage } from './garbage.ts'
import type { Statements } from './statements.ts'
import type { Versions } from './versions.ts'

export type StoreCore = {
  readonly statements: Statements
  readonly versions: Versions
  readonly garbage: Garbage
  /** To be called when users, their tokens or the datasets they point at have changed. */
  readonly usersChanged: () => void
}
