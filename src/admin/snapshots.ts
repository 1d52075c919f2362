// The calls for snapshots of a user's conversations.

import * as z from 'zod'
import type { Snapshot as StoredSnapshot } from '../store/snapshots.ts'
import { AdminFailure, notFound, refusal } from './failure.ts'
import { toIsoTime } from '../journal/wire.ts'
import { Time, UserQuery, userOrFirst } from './fields.ts'
import { route } from './route.ts'
import type { MockControls } from './controls.ts'

const MAX_SNAPSHOTS = 100
/** The database stores the name as it is. */
const SECRET = 'must hold no token of this mock; choose another name'

const Snapshot = z
  .strictObject({
    name: z.string(),
    created_at: Time,
    conversations: z.int().describe('Number of conversations in the snapshot.'),
  })
  .meta({ id: 'Snapshot', description: "A user's conversations at one time." })
export type Snapshot = z.infer<typeof Snapshot>

const NameParams = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]{1,100}$/, { error: 'must be 1 to 100 letters, digits, ".", "_" or "-"' }),
})

const toSnapshot = ({ name, created_at, rows }: StoredSnapshot): Snapshot => ({
  name,
  created_at: toIsoTime(created_at),
  conversations: rows,
})

const missing = (name: string): AdminFailure =>
  notFound(`snapshot "${name}"`, 'GET /__admin/snapshots')

function newSnapshot(controls: MockControls, user: number | undefined, name: string) {
  const { store, clocks, redaction } = controls
  if (redaction.isOwnIn(name)) throw refusal(422, [{ path: 'name', message: SECRET }])
  const { id: userId } = userOrFirst(controls, user)
  const others = store.snapshots.list(userId).filter((snapshot) => snapshot.name !== name)
  if (others.length >= MAX_SNAPSHOTS)
    throw new AdminFailure(429, `a user has at most ${MAX_SNAPSHOTS} snapshots; delete one first`)
  return { userId, name, createdAt: clocks.now(userId) }
}

export const snapshotRoutes = [
  route({
    method: 'GET',
    url: '/snapshots',
    operationId: 'listSnapshots',
    tag: 'Snapshots',
    summary: 'List snapshots',
    description: 'The snapshots of one user, with their names and their numbers of conversations.',
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: z.strictObject({ snapshots: z.array(Snapshot) }),
    handle: ({ query }, { controls }) => ({
      snapshots: controls.store.snapshots
        .list(userOrFirst(controls, query.user).id)
        .map(toSnapshot),
    }),
  }),
  route({
    method: 'PUT',
    url: '/snapshots/:name',
    operationId: 'saveSnapshot',
    writesRows: true,
    tag: 'Snapshots',
    summary: 'Save or replace a snapshot',
    description:
      "Saves the user's current conversations. Faults, journal and clock are not part of a " +
      'snapshot.',
    params: NameParams,
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: Snapshot,
    failures: { 429: `There are ${MAX_SNAPSHOTS} snapshots of this user already.` },
    handle: async ({ params: { name }, query }, { controls }) =>
      toSnapshot(
        await controls.store.snapshots.saveInTurns(() => newSnapshot(controls, query.user, name)),
      ),
  }),
  route({
    method: 'POST',
    url: '/snapshots/:name/restore',
    operationId: 'restoreSnapshot',
    writesRows: true,
    tag: 'Snapshots',
    summary: 'Restore a snapshot',
    description:
      'Replaces the current conversations of the user. The snapshot stays and can be ' +
      'restored again.',
    params: NameParams,
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: Snapshot,
    failures: { 404: 'There is no such snapshot.' },
    handle: async ({ params: { name }, query }, { controls }) => {
      const { snapshots } = controls.store
      let userId = 0
      const isRestored = await snapshots.restoreInTurns(() => {
        userId = userOrFirst(controls, query.user).id
        return { userId, name }
      })
      const snapshot = snapshots.list(userId).find((each) => each.name === name)
      if (!isRestored || !snapshot) throw missing(name)
      return toSnapshot(snapshot)
    },
  }),
  route({
    method: 'DELETE',
    url: '/snapshots/:name',
    operationId: 'deleteSnapshot',
    writesRows: true,
    tag: 'Snapshots',
    summary: 'Delete a snapshot',
    description: "The user's conversations stay as they are.",
    params: NameParams,
    query: UserQuery,
    status: 204,
    failures: { 404: 'There is no such snapshot.' },
    handle: ({ params: { name }, query }, { controls }) => {
      if (!controls.store.snapshots.delete(userOrFirst(controls, query.user).id, name))
        throw missing(name)
    },
  }),
]
