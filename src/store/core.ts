// The resources that the modules of the store share.

import type { Garbage } from './garbage.ts'
import type { Statements } from './statements.ts'
import type { Versions } from './versions.ts'

export type StoreCore = {
  readonly statements: Statements
  readonly versions: Versions
  readonly garbage: Garbage
  /**
   * Call this after a change to users, their tokens or their choice of dataset. `newTokens` are the
   * texts of tokens that neither were valid before nor belong to the start.
   */
  readonly usersChanged: (newTokens?: readonly string[]) => void
}
