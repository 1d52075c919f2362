// The default user for rows without a user. It has a key for each edition.

import { demoKeyOf } from './demo-keys.ts'
import { editionNames } from '../editions.ts'
import { DEFAULT_BALANCE } from './balance.ts'
import type { Token, User } from './dataset.ts'

export const demoUsers: readonly User[] = [
  { id: 1, name: 'Demo User', email: 'demo@example.com', total_balance: DEFAULT_BALANCE },
]

export const demoTokens: readonly Token[] = editionNames.map((edition, index) => ({
  id: index + 1,
  user_id: 1,
  plain: demoKeyOf(edition),
  edition,
  expires_at: null,
}))
