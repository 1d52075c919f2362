// The JSON body of a call that changes a clock.

import * as z from 'zod'

const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000

const TIME = 'must be a time such as 2025-01-25T14:30:00Z, or Unix seconds'

/** A date of a row, such as `2025-01-25 14:30:00`, is in UTC. */
const OF_ROW = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/

const isoTime = z
  .string()
  .overwrite((text) => text.replace(OF_ROW, '$1T$2Z'))
  .pipe(z.iso.datetime({ offset: true, error: TIME }))
  .transform((text) => Date.parse(text) / 1000)
  .refine((time) => time >= 0, { error: 'must not lie before 1970' })

const now = z
  .union([isoTime, z.number().min(0).max(LAST_SECOND)], { error: TIME })
  .describe('The time to show: ISO 8601 with a zone, a date as rows have it, or Unix seconds.')

export const ClockChange = z
  .strictObject({
    now: now.optional(),
    advance: z
      .number()
      .min(-LAST_SECOND)
      .max(LAST_SECOND)
      .optional()
      .describe(
        'Seconds to add to `now`, or without `now` to the time of the clock. A negative ' +
          'number moves the clock back.',
      ),
    is_frozen: z
      .boolean()
      .optional()
      .describe(
        'True stops the clock, false lets the clock run. When absent, this does not change.',
      ),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'needs at least one of now, advance, is_frozen',
  })
  .meta({
    id: 'ClockChange',
    description: 'The change of a clock. A running clock continues from the new time.',
    minProperties: 1,
    examples: [{ now: '2025-01-25T14:30:00Z', is_frozen: true }, { advance: 3600 }],
  })
export type ClockChange = z.infer<typeof ClockChange>
