// The calls for users. Each user has its own tokens and rows, which other users do not see.

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { mapInTurns } from '../clock/turns.ts'
import { DEFAULT_BALANCE } from '../dataset/balance.ts'
import { editionNames } from '../editions.ts'
import { AdminFailure } from './failure.ts'
import { IdParams, requireUser } from './fields.ts'
import { removeUser } from './user-removal.ts'
import { importRows } from './row-import.ts'
import { givenLists, RowSource, importedRows } from './row-source.ts'
import { route } from './route.ts'
import type { MockControls } from './controls.ts'
import { Balance, User, describe, toUser } from './user-view.ts'

const MAX_USERS = 1000
const MAX_TTL_SECONDS = 365 * 24 * 3600

export const NewUser = z
  .strictObject({
    name: z.string().max(200).default('Test User'),
    email: z.string().max(200).default('test@example.com'),
    editions: z
      .array(z.enum(editionNames))
      .min(1)
      .default([...editionNames])
      .describe('The editions of the new user. One token is created for each edition.'),
    ttl_seconds: z
      .number()
      .min(1)
      .max(MAX_TTL_SECONDS)
      .optional()
      .describe("Number of seconds, by the user's clock, after which the user is removed."),
    total_balance: Balance.default(DEFAULT_BALANCE),
    dataset: RowSource.default({ fixture: 'demo' }),
  })
  .meta({ id: 'NewUser' })
export type NewUser = z.input<typeof NewUser>

const UserChanges = z
  .strictObject({ total_balance: Balance })
  .partial()
  .meta({ id: 'UserChanges', description: 'The fields to change.' })

export const userRoutes = [
  route({
    method: 'GET',
    url: '/users',
    operationId: 'listUsers',
    tag: 'Users',
    summary: 'List users',
    description: 'Users of the dataset and users created by POST /users, with their valid tokens.',
    status: 200,
    response: z.strictObject({ users: z.array(User) }),
    *handle(_input, { controls }) {
      const { store } = controls
      const tokens = Map.groupBy(
        yield* mapInTurns(store.users.eachToken(), (token) => token),
        (token) => token.user_id,
      )
      const users: User[] = []
      for (const id of store.users.ids()) {
        const user = store.users.find(id)
        if (user) users.push(toUser(controls, user, tokens.get(id) ?? []))
        yield
      }
      return { users }
    },
  }),
  route({
    method: 'POST',
    url: '/users',
    operationId: 'createUser',
    writesRows: true,
    tag: 'Users',
    summary: 'Create a user with its own tokens and rows',
    description:
      'Creates a user for one test or one worker, separate from all other users. Without a ' +
      'body, the user gets a token for each edition, and the demo rows.',
    body: NewUser.default(NewUser.parse({})),
    status: 201,
    response: User,
    failures: {
      409: 'Rows with the same id or uuid.',
      429: `There are ${MAX_USERS} users already.`,
    },
    hasRows: true,
    rowsOf: () => givenLists,
    handle: async (
      { body: { name, email, editions, ttl_seconds, total_balance, dataset } },
      { controls, requireCaller },
    ) => {
      requireRoom(controls)
      // A load balancer finds the replica by this prefix of the token.
      const prefix = controls.replica === undefined ? '' : `${controls.replica}.`
      const tokens = [...new Set(editions)].map((edition) => ({
        plain: `${prefix}test-${edition}-${randomBytes(16).toString('hex')}`,
        edition,
      }))
      return importRows(
        controls.store,
        await importedRows(dataset, controls),
        requireCaller,
        (staged) => {
          // Other calls may have created users in the meantime.
          requireRoom(controls)
          const expires_at = ttl_seconds === undefined ? null : controls.clocks.now() + ttl_seconds
          const user = { name, email, expires_at, total_balance, tokens }
          return describe(controls, staged.publishUser(user))
        },
      )
    },
  }),
  route({
    method: 'GET',
    url: '/users/:id',
    operationId: 'getUser',
    tag: 'Users',
    summary: 'Get a user',
    description: 'Returns the user with the tokens that are valid now.',
    params: IdParams,
    status: 200,
    response: User,
    failures: { 404: 'There is no such user.' },
    handle: ({ params }, { controls }) => describe(controls, requireUser(controls, params.id)),
  }),
  route({
    method: 'PATCH',
    url: '/users/:id',
    operationId: 'updateUser',
    writesRows: true,
    tag: 'Users',
    summary: 'Set the balance of a user',
    description:
      'A message costs 0.01 dollars. With a lower balance, the emulated API answers ' +
      '`Insufficient balance`. A reset restores the balance of the start.',
    params: IdParams,
    body: UserChanges,
    status: 200,
    response: User,
    failures: { 404: 'There is no such user.' },
    handle: ({ params, body: { total_balance } }, { controls }) => {
      const user = requireUser(controls, params.id)
      if (total_balance !== undefined) controls.store.setBalance(user.id, total_balance)
      return describe(controls, user)
    },
  }),
  route({
    method: 'DELETE',
    url: '/users/:id',
    operationId: 'deleteUser',
    writesRows: true,
    tag: 'Users',
    summary: 'Delete a created user with all its data',
    description:
      'Its tokens stop working at once. Users that came with the dataset cannot be deleted.',
    params: IdParams,
    status: 204,
    failures: { 404: 'There is no such user.', 409: 'The user came with the dataset.' },
    handle: ({ params }, { controls }) => {
      const { id, is_created } = requireUser(controls, params.id)
      if (!is_created)
        throw new AdminFailure(
          409,
          `user ${id} came with the dataset and cannot be deleted; replace the dataset instead`,
        )
      removeUser(controls, id)
    },
  }),
]

function requireRoom({ store }: MockControls): void {
  if (store.users.ids().length >= MAX_USERS)
    throw new AdminFailure(429, `there are ${MAX_USERS} users, which is the most; delete one first`)
}
