// The zod schemas of the journal in the admin API.

import * as z from 'zod'
import { editionNames } from '../editions.ts'

const edition = z.enum(editionNames)

export const RequestEntry = z
  .strictObject({
    id: z.int().positive().describe('The id of the request. Ids rise across all users.'),
    time: z.iso
      .datetime({ precision: 3 })
      .describe("The time at which the request was received, on the user's clock."),
    user: z
      .int()
      .nullable()
      .describe('The id of the user. Null when no valid token identified the user.'),
    token: z.int().nullable().describe('The id of the token.'),
    edition: edition.nullable().describe('The edition of the token. Null without a valid token.'),
    method: z.string(),
    path: z
      .string()
      .describe(
        'The path as received. Non-ASCII bytes are escaped. Path and query together are cut ' +
          'after 8192 bytes.',
      ),
    query: z.string().describe('The text after `?`, with `***` in place of credentials.'),
    parameters: z
      .record(z.string(), z.string().nullable())
      .describe(
        'The query as Laravel reads it. Values are trimmed, an empty text is null, and an ' +
          'array is JSON text.',
      ),
    ignored: z
      .array(z.string())
      .describe(
        'Parameters that the edition ignores. `page` is listed too when `cursor` overrides it.',
      ),
    status: z
      .int()
      .nullable()
      .describe(
        'The status of the answer. Null when the connection was cut before a status was sent.',
      ),
    rows: z.int().nullable().describe('Number of conversations in the answer.'),
    duration: z.number().nonnegative().describe('The duration in milliseconds.'),
    faults: z.array(z.string()).describe('The types of the effects that were applied.'),
    fault_ids: z
      .array(z.int())
      .describe('The ids of the applied faults, in the order of `faults`.'),
    preferences: z.string().nullable().describe('The Prefer header.'),
    correlation: z
      .string()
      .nullable()
      .describe(
        'The value of X-Mock-Walk, X-Correlation-ID or X-Request-ID. The first that is ' +
          'present counts.',
      ),
    dashboard: z
      .boolean()
      .describe(
        'True when the dashboard sent the request, with `X-Correlation-ID: dashboard`. The ' +
          'dashboard is not a client.',
      ),
    accept: z.string().nullable().describe('The Accept header.'),
    curl: z
      .string()
      .describe(
        'A command for a POSIX shell that sends the same request without the body. The token ' +
          'is in $TOKEN.',
      ),
    replica: z
      .string()
      .exactOptional()
      .describe('The name of the mock that answered the request, as set by --replica.'),
  })
  .meta({ id: 'Request', description: 'A request to the emulated API, and its result.' })
export type RequestEntry = z.infer<typeof RequestEntry>

export const SentResponse = z
  .strictObject({
    status: z.int(),
    headers: z
      .record(z.string(), z.string())
      .describe(
        'The headers of the answer, without connection headers such as Date and Content-Length.',
      ),
    body: z
      .string()
      .describe(
        'The body as sent. Bytes that are not UTF-8 become U+FFFD. Empty for answers without ' +
          'a body, such as for HEAD.',
      ),
    is_cut: z
      .boolean()
      .describe('True when a fault closed the connection before or within the body.'),
  })
  .meta({ id: 'SentResponse', description: 'The answer to a request, with the effects of faults.' })
export type SentResponse = z.infer<typeof SentResponse>

export const RequestBody = z
  .strictObject({
    type: z.string().nullable().describe('The Content-Type header.'),
    size: z.int().nullable().describe('The size of the received body in bytes.'),
    text: z
      .string()
      .nullable()
      .describe(
        'The text of the body, with `***` in place of credentials. Null when the body is not ' +
          'kept. Bytes that are not UTF-8 become U+FFFD.',
      ),
    is_cut: z.boolean().describe('True when the body is longer than the first 8 KiB.'),
  })
  .meta({
    id: 'RequestBody',
    description: 'The body of a request. The journal keeps only the newest bodies.',
  })
export type RequestBody = z.infer<typeof RequestBody>

export const RequestInFull = RequestEntry.extend({
  body: RequestBody.nullable().describe(
    'The body of the request. Null when the request had no body.',
  ),
}).meta({ id: 'RequestInFull', description: 'A request with its body.' })
export type RequestInFull = z.infer<typeof RequestInFull>
