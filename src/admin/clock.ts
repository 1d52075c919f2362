// The calls for the clock of the server, and for a user's own clock.

import * as z from 'zod'
import { ClockError, type ClockState } from '../clock/clocks.ts'
import { ClockChange } from '../clock/clock-change.ts'
import { refusal } from './failure.ts'
import { toIsoTime } from '../journal/wire.ts'
import { optionalUser, Time, UserQuery } from './fields.ts'
import { route } from './route.ts'
import type { MockControls } from './controls.ts'

const Clock = z
  .strictObject({
    user: z.int().nullable().describe("The id of the user. Null for the server's clock."),
    now: Time,
    is_frozen: z.boolean(),
    is_own: z.boolean().describe("False for a user that follows the server's clock."),
  })
  .meta({ id: 'Clock' })
type Clock = z.infer<typeof Clock>

function setClock(
  { clocks }: MockControls,
  userId: number | undefined,
  change: ClockChange,
): ClockState {
  try {
    return clocks.set(userId, change)
  } catch (error) {
    if (!(error instanceof ClockError)) throw error
    throw refusal(422, [
      {
        path: change.advance === undefined ? 'now' : 'advance',
        message: 'must keep the clock within the years 1970 to 9999',
      },
    ])
  }
}

const toClock = ({ now, ...state }: ClockState): Clock => ({ ...state, now: toIsoTime(now) })

export const clockRoutes = [
  route({
    method: 'GET',
    url: '/clock',
    operationId: 'getClock',
    tag: 'Clock',
    summary: 'Read the clock',
    description: 'The clock of one user. Without `user`, the clock of the server.',
    query: UserQuery,
    status: 200,
    response: Clock,
    handle: ({ query }, { controls }) =>
      toClock(controls.clocks.state(optionalUser(controls, query.user))),
  }),
  route({
    method: 'PUT',
    url: '/clock',
    operationId: 'changeClock',
    tag: 'Clock',
    summary: 'Freeze, set or advance the clock',
    description:
      'Changes the clock of one user, which is then separate from the server. Without ' +
      '`user`, changes the clock of the server.',
    query: UserQuery,
    body: ClockChange,
    status: 200,
    response: Clock,
    handle: ({ query, body }, { controls }) => {
      const userId = optionalUser(controls, query.user)
      return toClock(setClock(controls, userId, body))
    },
  }),
  route({
    method: 'DELETE',
    url: '/clock',
    operationId: 'resumeClock',
    tag: 'Clock',
    summary: 'Return the clock to real time',
    description:
      "The user follows the server's clock again. Without `user`, all clocks show real time.",
    query: UserQuery,
    status: 200,
    response: Clock,
    handle: ({ query }, { controls }) => {
      const userId = optionalUser(controls, query.user)
      controls.clocks.reset(userId)
      return toClock(controls.clocks.state(userId))
    },
  }),
]
