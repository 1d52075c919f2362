// Named states of a user's conversations.

import * as z from 'zod'
import type { Snapshot as StoredSnapshot } from '../store/snapshots.ts'
import { AdminFailure, notFound } from './failure.ts'
import { toIsoTime } from '../journal/wire.ts'
import { Time, UserQuery, userOrFirst } from './fields.ts'
import { route } from './route.ts'

const MAX_SNAPSHOTS = 100

const Snapshot = z
  .strictObject({ name: z.string(), created_at: Time, conversations: z.int().describe('How many the user had.') })
  .meta({ id: 'Snapshot', description: "A user's conversations at one time." })
export type Snapshot = z.infer<typeof Snapshot>

const NameParams = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,100}$/, { error: 'must be 1 to 100 letters, digits, ".", "_" or "-"' }),
})

const toSnapshot = ({ name, created_at, rows }: StoredSnapshot): Snapshot => ({
  name,
  created_at: toIsoTime(created_at),
  conversations: rows,
})

const missing = (name: string): AdminFailure => notFound(`snapshot "${name}"`, 'GET /__admin/snapshots')

export const snapshotRoutes = [
  route({
    method: 'GET',
    url: '/snapshots',
    tag: 'Snapshots',
    summary: 'List snapshots',
    query: UserQuery,
    status: 200,
    response: z.strictObject({ snapshots: z.array(Snapshot) }),
    handle: ({ query }, { steering }) => ({
      snapshots: steering.store.snapshots.list(userOrFirst(steering, query.user).id).map(toSnapshot),
    }),
  }),
  route({
    method: 'PUT',
    url: '/snapshots/:name',
    tag: 'Snapshots',
    summary: 'Save a snapshot, or replace the one of this name',
    params: NameParams,
    query: UserQuery,
    status: 200,
    response: Snapshot,
    failures: { 429: `There are ${MAX_SNAPSHOTS} snapshots of this user already.` },
    handle: ({ params: { name }, query }, { steering }) => {
      const { store, clocks } = steering
      const { id } = userOrFirst(steering, query.user)
      const others = store.snapshots.list(id).filter((snapshot) => snapshot.name !== name)
      if (others.length >= MAX_SNAPSHOTS) throw new AdminFailure(429, `a user has at most ${MAX_SNAPSHOTS} snapshots; delete one first`)
      return toSnapshot(store.snapshots.save(id, name, clocks.now(id)))
    },
  }),
  route({
    method: 'POST',
    url: '/snapshots/:name/restore',
    tag: 'Snapshots',
    summary: 'Bring the conversations of a snapshot back',
    params: NameParams,
    query: UserQuery,
    status: 200,
    response: Snapshot,
    failures: { 404: 'There is no such snapshot.' },
    handle: ({ params: { name }, query }, { steering }) => {
      const { id } = userOrFirst(steering, query.user)
      if (!steering.store.snapshots.restore(id, name)) throw missing(name)
      return steering.store.snapshots
        .list(id)
        .filter((snapshot) => snapshot.name === name)
        .map(toSnapshot)[0]
    },
  }),
  route({
    method: 'DELETE',
    url: '/snapshots/:name',
    tag: 'Snapshots',
    summary: 'Delete a snapshot',
    params: NameParams,
    query: UserQuery,
    status: 204,
    failures: { 404: 'There is no such snapshot.' },
    handle: ({ params: { name }, query }, { steering }) => {
      if (!steering.store.snapshots.delete(userOrFirst(steering, query.user).id, name)) throw missing(name)
    },
  }),
]
