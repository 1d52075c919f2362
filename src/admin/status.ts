// The calls for the status of the mock and for its reset.

import * as z from 'zod'
import { turns, type Work } from '../clock/turns.ts'
import { readVersion } from '../system/assets.ts'
import { toIsoTime } from '../journal/wire.ts'
import { optionalUser, Time, UserQuery } from './fields.ts'
import { unwritable } from './failure.ts'
import { replacingUsers } from './user-removal.ts'
import { route } from './route.ts'
import type { MockControls } from './controls.ts'

const Status = z
  .strictObject({
    version: z.string(),
    ready: z.literal(true),
    now: Time.describe("The current time of the server's clock."),
    users: z.int(),
    conversations: z.int().describe('Number of conversations of all users together.'),
    faults: z.int().describe('Number of armed faults.'),
    requests: z.int().describe('Number of requests in the journal.'),
    listeners: z.int().describe('Number of open live streams of requests.'),
    listeners_cut: z
      .int()
      .describe(
        'Number of live streams that were closed because the client read nothing for ten seconds.',
      ),
    scripts: z.array(z.int()).describe('Ids of users with a script.'),
    traffic: z.array(z.int()).describe('Ids of users with traffic.'),
    replies: z.array(z.int()).describe('Ids of users with scripted replies.'),
  })
  .meta({ id: 'Status' })
export type Status = z.infer<typeof Status>

const parts = ['state', 'journal', 'faults', 'replies', 'limiter', 'clock'] as const
/** A part that can be reset alone. */
export type Part = (typeof parts)[number]

const Reset = z
  .strictObject({
    parts: z
      .array(z.enum(parts))
      .min(1)
      .default([...parts])
      .describe(
        'The parts to reset. `state` resets conversations and stops scripts and traffic. ' +
          'Each other part resets what its name says.',
      ),
  })
  .meta({ id: 'Reset' })

const reset: Record<Part, (controls: MockControls, userId: number | undefined) => unknown> = {
  state: async (controls, userId) => {
    controls.scripts.stop(userId)
    controls.traffic.stop(userId)
    await replacingUsers(controls, () => controls.store.resetInTurns(userId))
  },
  journal: async ({ journal }, userId) => turns.run(journal.clear(userId)),
  faults: ({ faults }, userId) => faults.clear(userId),
  replies: ({ replies }, userId) => replies.clear(userId),
  limiter: ({ resetLimiter }, userId) => resetLimiter(userId),
  clock: ({ clocks }, userId) => clocks.reset(userId),
}

function* counts(store: MockControls['store']): Work<{ users: number; conversations: number }> {
  let users = 0
  let conversations = 0
  for (const id of store.users.ids()) {
    const user = store.users.find(id)
    if (user) {
      users++
      conversations += store.count(store.select({ datasetId: user.dataset_id, filters: {} }))
    }
    yield
  }
  return { users, conversations }
}

export const statusRoutes = [
  route({
    method: 'GET',
    url: '/status',
    operationId: 'getStatus',
    tag: 'Status',
    summary: 'Show the status of the mock',
    description:
      "Returns the numbers of rows, faults and requests, and the server's time. Use this " +
      'call to check the admin token.',
    status: 200,
    response: Status,
    *handle(_input, { controls, live }) {
      const { store, clocks, faults, journal, scripts, traffic, replies } = controls
      const counted = yield* counts(store)
      return {
        version: readVersion(),
        ready: true,
        now: toIsoTime(clocks.now()),
        ...counted,
        faults: faults.list().length,
        requests: journal.size().entries,
        listeners: live.count(),
        listeners_cut: live.cuts(),
        scripts: scripts.users(),
        traffic: traffic.users(),
        replies: replies.users(),
      }
    },
  }),
  route({
    method: 'POST',
    url: '/reset',
    operationId: 'reset',
    tag: 'Status',
    summary: 'Reset to the baseline',
    description:
      'Resets one user. Without `user`, resets the whole server, and restores the users and ' +
      'tokens of the start. Users created by POST /users stay. Each gets its original rows ' +
      'back.',
    query: UserQuery,
    body: Reset.default({ parts: [...parts] }),
    status: 200,
    response: Reset,
    failures: unwritable,
    handle: async ({ query, body }, { controls }) => {
      if (body.parts.includes('state')) await controls.store.untilWritable()
      const userId = optionalUser(controls, query.user)
      for (const part of new Set(body.parts)) await reset[part](controls, userId)
      return body
    },
  }),
]
