// A user as the admin API shows it.

import * as z from 'zod'
import { DEFAULT_BALANCE } from '../dataset/balance.ts'
import type { Token as StoredToken } from '../dataset/dataset.ts'
import { editionNames } from '../editions.ts'
import { parseDateTime } from '../php/dates.ts'
import type { StoredUser } from '../store/users.ts'
import { toIsoTime } from '../journal/wire.ts'
import { Time } from './fields.ts'
import type { MockControls } from './controls.ts'

const Token = z
  .strictObject({
    id: z.int(),
    plain: z.string().describe('The text that clients send after `Bearer `.'),
    edition: z.enum(editionNames),
    user_id: z.int(),
  })
  .meta({ id: 'Token' })

export const Balance = z.number().describe('The remaining balance of the user, in dollars.')

export const User = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    email: z.string(),
    is_created: z
      .boolean()
      .describe('True for a user created by POST /users. False for a user of the dataset.'),
    expires_at: Time.nullable().describe(
      'The time at which the user is removed. Null when the user stays.',
    ),
    conversations: z.int(),
    total_balance: Balance,
    tokens: z.array(Token).describe('Tokens that are valid now.'),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

export const describe = (controls: MockControls, user: StoredUser): User =>
  toUser(controls, user, controls.store.users.tokens(user.id))

export function toUser(
  { store, clocks, edition: fallback }: MockControls,
  user: StoredUser,
  tokens: readonly StoredToken[],
): User {
  const { id, name, email, is_created, expires_at, dataset_id } = user
  const now = clocks.now(id)
  return {
    id,
    name,
    email,
    is_created,
    expires_at: expires_at === null ? null : toIsoTime(expires_at),
    conversations: store.count(store.select({ datasetId: dataset_id, filters: {} })),
    total_balance: store.profile(id)?.total_balance ?? DEFAULT_BALANCE,
    tokens: tokens
      .filter((token) => token.expires_at === null || (parseDateTime(token.expires_at) ?? 0) >= now)
      .map((token) => ({
        id: token.id,
        plain: token.plain,
        edition: token.edition ?? fallback,
        user_id: id,
      })),
  }
}
