// `expired_cursor`: the API refuses a cursor.

import * as z from 'zod'
import { Failure, invalid } from '../laravel/errors.ts'
import type { Behaviour } from './behaviour.ts'
import { cursorIn, paginatorIn } from './list-request.ts'

export const ExpiredCursorEffect = z
  .strictObject({
    type: z.literal('expired_cursor'),
    status: z.literal([400, 404, 410, 422]).default(422),
    message: z.string().max(1000).default('The cursor has expired.'),
  })
  .meta({
    id: 'ExpiredCursorEffect',
    description:
      'Refuses the cursor of a request. Strikes only requests with a cursor that the mock uses.',
  })
export type ExpiredCursorEffect = z.infer<typeof ExpiredCursorEffect>

export function expiredCursor({ status, message }: ExpiredCursorEffect): Behaviour {
  return {
    appliesTo: (exchange) => paginatorIn(exchange) === 'cursor' && cursorIn(exchange) !== undefined,
    replaces: ({ refuse }) =>
      refuse(
        status === 422 ? invalid(new Map([['cursor', [message]]])) : new Failure(status, message),
      ),
  }
}
