// The calls that arm, list and disarm faults.

import * as z from 'zod'
import { behaviourOf } from '../faults/effect.ts'
import { ArmedFault, Fault as OwnedFault } from '../faults/fault.ts'
import { type AdminFailure, notFound } from './failure.ts'
import { findTokenProblems, IdParams, optionalUser, Removed, UserQuery } from './fields.ts'
import { route } from './route.ts'
import { requireRoom } from './room.ts'
import { requireNone } from './row-problems.ts'

const Fault = OwnedFault.omit({ user: true }).meta({
  id: 'Fault',
  description: 'An effect and the requests that it strikes.',
})

const missing = (id: number): AdminFailure => notFound(`fault ${id}`, 'GET /__admin/faults')

export const faultRoutes = [
  route({
    method: 'GET',
    url: '/faults',
    operationId: 'listFaults',
    tag: 'Faults',
    summary: 'List armed faults in their order',
    description:
      'Lists the faults of one user, with what each has done so far. Without `user`, lists ' +
      'all faults.',
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: z.strictObject({ faults: z.array(ArmedFault) }),
    handle: ({ query }, { controls }) => ({
      faults: controls.faults.list(optionalUser(controls, query.user)),
    }),
  }),
  route({
    method: 'POST',
    url: '/faults',
    operationId: 'armFault',
    tag: 'Faults',
    summary: 'Arm a fault',
    description:
      'The fault strikes requests of one user. Without `user`, the fault strikes every ' +
      'request of the server, even without a token.',
    query: UserQuery,
    body: Fault,
    status: 201,
    repeatsTexts: true,
    response: ArmedFault,
    failures: { 429: 'Too many faults are armed, or they are too long.' },
    handle: ({ query, body }, context) => {
      const { controls } = context
      const user = optionalUser(controls, query.user) ?? null
      requireNone(
        findTokenProblems(controls, body.match?.token, {
          path: ['match', 'token'],
          user: query.user,
        }),
      )
      return controls.faults.arm({
        fault: { ...body, user },
        behaviour: behaviourOf(body.effect),
        seed: controls.seed,
        bytes: requireRoom(context),
      })
    },
  }),
  route({
    method: 'DELETE',
    url: '/faults',
    operationId: 'clearFaults',
    tag: 'Faults',
    summary: 'Disarm the faults of a user, or all',
    description:
      'Returns the number of disarmed faults. Without `user`, the faults of every user are ' +
      'disarmed too.',
    query: UserQuery,
    status: 200,
    response: Removed,
    handle: ({ query }, { controls }) => {
      const userId = optionalUser(controls, query.user)
      const removed = controls.faults.list(userId).length
      controls.faults.clear(userId)
      return { removed }
    },
  }),
  route({
    method: 'GET',
    url: '/faults/:id',
    operationId: 'getFault',
    tag: 'Faults',
    summary: 'Get a fault with its counts',
    description:
      '`applied` counts the requests that the fault struck. `matched` counts the requests ' +
      'that the fault could have struck.',
    params: IdParams,
    status: 200,
    repeatsTexts: true,
    response: ArmedFault,
    failures: { 404: 'There is no such fault.' },
    handle: ({ params: { id } }, { controls }) => {
      const armed = controls.faults.find(id)
      if (!armed) throw missing(id)
      return armed
    },
  }),
  route({
    method: 'DELETE',
    url: '/faults/:id',
    operationId: 'disarmFault',
    tag: 'Faults',
    summary: 'Disarm a fault',
    description: 'The fault no longer changes responses. Its entries in the journal stay.',
    params: IdParams,
    status: 204,
    failures: { 404: 'There is no such fault.' },
    handle: ({ params: { id } }, { controls }) => {
      if (!controls.faults.disarm(id)) throw missing(id)
    },
  }),
]
