// The zod schemas of the journal in the admin API.

import * as z from 'zod'
import { editionNames } from '../editions.ts'

const edition = z.enum(editionNames)

export const RequestEntry = z
  .strictObject({
    id: z.int().positive().describe('Rises over all users.'),
    time: z.iso.datetime({ precision: 3 }).describe("When it was received, on the user's clock."),
    user: z.int().nullable().describe('Null when no token said whose it is.'),
    token: z.int().nullable().describe("The token's id."),
    edition: edition.nullable().describe('Null when no token decided it.'),
    method: z.string(),
    path: z
      .string()
      .describe(
        'As received; bytes beyond ASCII are escaped. Path and query together are cut after 8192 bytes.',
      ),
    query: z.string().describe('What followed the `?`, with `***` for credentials.'),
    parameters: z
      .record(z.string(), z.string().nullable())
      .describe(
        'The query as Laravel reads it: trimmed, null for an empty text, the JSON text of an array.',
      ),
    ignored: z
      .array(z.string())
      .describe(
        'Parameters that the edition does not honour; `page` too, where `cursor` overrules it.',
      ),
    status: z
      .int()
      .nullable()
      .describe('Null when the connection was cut before a status was sent.'),
    rows: z.int().nullable().describe('How many conversations the answer held.'),
    duration: z.number().nonnegative().describe('Milliseconds.'),
    faults: z.array(z.string()).describe('The types of the effects that were applied.'),
    fault_ids: z.array(z.int()).describe('The ids of their faults, in the same order.'),
    preferences: z.string().nullable().describe('The Prefer header.'),
    correlation: z
      .string()
      .nullable()
      .describe('X-Mock-Walk, else X-Correlation-ID, else X-Request-ID.'),
    dashboard: z
      .boolean()
      .describe(
        'Whether the dashboard made it, which says `X-Correlation-ID: dashboard`: it is no client.',
      ),
    accept: z.string().nullable().describe('The Accept header.'),
    curl: z
      .string()
      .describe(
        'A line for a POSIX shell that sends the same request, with the token in $TOKEN; without the body.',
      ),
    replica: z.string().exactOptional().describe('The mock that answered it, by --replica.'),
  })
  .meta({ id: 'Request', description: 'An emulated request and what became of it.' })
export type RequestEntry = z.infer<typeof RequestEntry>

export const SentResponse = z
  .strictObject({
    status: z.int(),
    headers: z
      .record(z.string(), z.string())
      .describe('Without those of the connection, such as Date and Content-Length.'),
    body: z
      .string()
      .describe(
        'As it was sent; what is not UTF-8 becomes U+FFFD. Empty where none is due, as for HEAD.',
      ),
    is_cut: z
      .boolean()
      .describe('Whether a fault closed the connection within the body, or before it.'),
  })
  .meta({ id: 'SentResponse', description: 'What a request was answered with, faults included.' })
export type SentResponse = z.infer<typeof SentResponse>

export const RequestBody = z
  .strictObject({
    type: z.string().nullable().describe('The Content-Type header.'),
    size: z.int().nullable().describe('Bytes, as they were received.'),
    text: z
      .string()
      .nullable()
      .describe(
        'With `***` for credentials; null when it is not kept. What is not UTF-8 becomes U+FFFD.',
      ),
    is_cut: z.boolean().describe('Whether more than the first 8 KiB came.'),
  })
  .meta({
    id: 'RequestBody',
    description: 'The body that a request brought. The journal keeps only the newest.',
  })
export type RequestBody = z.infer<typeof RequestBody>

export const RequestInFull = RequestEntry.extend({
  body: RequestBody.nullable().describe('Null when it brought none.'),
}).meta({ id: 'RequestInFull', description: 'A request with its body.' })
export type RequestInFull = z.infer<typeof RequestInFull>

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
    user: z.int().nullable().describe('Null: requests of nobody that is known.'),
    token: z.int().nullable().describe("A token's id; null: without a valid token."),
    edition: edition.nullable(),
    method: filterText.describe('In any case.'),
    path: filterText.describe('The whole path.'),
    target: filterText.describe('A text within path and query.'),
    status: z
      .union([StatusTest, z.array(StatusTest).min(1).max(20), z.null()], { error: statusError })
      .describe(
        'A status, a class such as `4xx`, or a list of which one must hold; null: cut before a status.',
      ),
    fault: filterText.describe('The type of an effect; `any` or `none`.'),
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
      .describe('All must be equal, as texts; null: absent or empty.'),
    ignored: filterText.describe('The name of a parameter that the edition did not honour.'),
    correlation: z.string().max(MAX_TARGET).nullable(),
    dashboard: z
      .boolean({ error: 'must be true or false' })
      .describe("Only the dashboard's own requests, or only those of clients."),
    rows: z.int().nonnegative().nullable(),
    min_duration: z.number().nonnegative().describe('Milliseconds.'),
    since: time,
    until: time,
  })
  .partial()
  .meta({
    id: 'RequestFilter',
    description: 'Which requests are meant: all that is given must hold.',
  })
export type RequestFilter = z.infer<typeof RequestFilter>

export const JournalQuery = RequestFilter.extend({
  after: z.int().nonnegative().optional().describe('Only entries with a higher id.'),
  before: z.int().nonnegative().optional().describe('Only entries with a lower id.'),
  limit: z.int().min(1).max(1000).default(100),
  order: z.enum(['newest', 'oldest']).default('newest').describe('Which come first.'),
}).meta({ id: 'JournalQuery' })
export type JournalQuery = z.infer<typeof JournalQuery>

const times = z.int().nonnegative().optional()

export const Expectation = z
  .strictObject({
    request: RequestFilter,
    exactly: times.describe('Excludes the other two.'),
    at_least: times.describe('1 when nothing else is given.'),
    at_most: times,
  })
  .check(({ value, issues }) => {
    const { exactly, at_least = 0, at_most = Infinity } = value
    const hasBounds = value.at_least !== undefined || value.at_most !== undefined
    if (exactly !== undefined && hasBounds)
      issues.push({
        code: 'custom',
        input: value,
        path: ['exactly'],
        message: 'cannot go together with at_least or at_most',
      })
    if (at_least > at_most)
      issues.push({
        code: 'custom',
        input: value,
        path: ['at_least'],
        message: 'must not be above at_most',
      })
  })
  .meta({ id: 'Expectation', description: 'How many requests of a kind there must have been.' })
export type Expectation = z.infer<typeof Expectation>

export const Mismatch = z
  .strictObject({ field: z.string(), expected: z.unknown(), actual: z.unknown() })
  .meta({ id: 'Mismatch', description: 'A part of the filter that a request does not meet.' })
export type Mismatch = z.infer<typeof Mismatch>

export const NearMiss = z
  .strictObject({ request: RequestEntry, mismatches: z.array(Mismatch).min(1) })
  .meta({ id: 'NearMiss', description: 'A request that nearly matched, and why it does not.' })
export type NearMiss = z.infer<typeof NearMiss>

export const Verification = z
  .strictObject({
    verified: z.boolean(),
    count: z.int().nonnegative().describe('How many match.'),
    expected: z.string().meta({ examples: ['exactly 2', 'at least 1'] }),
    requests: z.array(RequestEntry).max(20).describe('Those that match, newest first.'),
    near_misses: z.array(NearMiss).max(5).describe('The closest first; only when too few match.'),
    message: z.string().describe('One sentence for the output of a test.'),
  })
  .meta({ id: 'Verification' })
export type Verification = z.infer<typeof Verification>
