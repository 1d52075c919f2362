// The zod schemas of the conditions by which the admin API searches the journal.

import * as z from 'zod'
import { editionNames } from '../editions.ts'

const timeError = 'must be a time such as 2025-01-25T14:30:00Z, or Unix seconds'
const time = z
  .union([z.number(), z.iso.datetime({ offset: true, error: timeError })], { error: timeError })
  .describe('ISO 8601 with a zone, or Unix seconds.')

const MAX_PARAMETERS = 20
/** Longer than the target of any request can be. */
const MAX_TARGET = 16_384
const filterText = z.string().min(1).max(MAX_TARGET)

const statusError = 'must be a status such as 404, a class such as 4xx, or a list of them'
const StatusTest = z.union(
  [
    z.int({ error: statusError }).min(100).max(999),
    z.string().regex(/^[1-9][xX]{2}$/, { error: statusError }),
  ],
  {
    error: statusError,
  },
)

export const RequestFilter = z
  .strictObject({
    user: z
      .int()
      .nullable()
      .describe('The id of the user. Null matches requests without a known user.'),
    token: z
      .int()
      .nullable()
      .describe('The id of the token. Null matches requests without a valid token.'),
    edition: z.enum(editionNames).nullable(),
    method: filterText.describe('The method, in upper or lower case.'),
    path: filterText.describe('The complete path.'),
    target: filterText.describe('A part of the path and query.'),
    status: z
      .union([StatusTest, z.array(StatusTest).min(1).max(20), z.null()], { error: statusError })
      .describe(
        'A status, a class such as `4xx`, or a list. One item of a list must match. Null ' +
          'matches connections cut before a status.',
      ),
    fault: filterText.describe('The type of an applied effect, or `any`, or `none`.'),
    parameters: z
      .record(
        filterText,
        z.union([z.string().max(MAX_TARGET), z.number(), z.null()], {
          error: 'must be a text, a number or null',
        }),
      )
      .refine((parameters) => Object.keys(parameters).length <= MAX_PARAMETERS, {
        error: `must be at most ${MAX_PARAMETERS} parameters`,
      })
      .describe(
        'Parameters that must all be equal, compared as texts. Null means absent or empty.',
      ),
    ignored: filterText.describe('The name of a parameter that the edition ignored.'),
    correlation: z.string().max(MAX_TARGET).nullable(),
    dashboard: z
      .boolean({ error: 'must be true or false' })
      .describe(
        'True matches only requests of the dashboard. False matches only requests of clients.',
      ),
    rows: z.int().nonnegative().nullable(),
    min_duration: z.number().nonnegative().describe('The shortest duration in milliseconds.'),
    since: time,
    until: time,
  })
  .partial()
  .meta({
    id: 'RequestFilter',
    description: 'The requests to find. A request must meet all given conditions.',
  })
export type RequestFilter = z.infer<typeof RequestFilter>

export const JournalQuery = RequestFilter.extend({
  after: z.int().nonnegative().optional().describe('Only entries with a higher id.'),
  before: z.int().nonnegative().optional().describe('Only entries with a lower id.'),
  limit: z.int().min(1).max(1000).default(100),
  order: z
    .enum(['newest', 'oldest'])
    .default('newest')
    .describe('The order of the requests: the newest or the oldest first.'),
}).meta({ id: 'JournalQuery' })
export type JournalQuery = z.infer<typeof JournalQuery>
