// Zod schemas of walks in the admin API.

import * as z from 'zod'
import { verdicts } from '../walks/verdict.ts'
import { evidences, links } from '../walks/walk.ts'
import { owner } from './schemas.ts'

export const Verdict = z.enum(verdicts).meta({
  id: 'Verdict',
  description:
    'The verdict on a walk. `complete`: every row came once. `truncated`: rows are missing. ' +
    '`duplicated`: no row is missing, but some rows came twice. `endless`: the walk ' +
    'continued after the end, or made no progress. `single_page`: the walk read one page of ' +
    'several, which is not an error. `open`: the walk may still continue.',
})
export type Verdict = z.infer<typeof Verdict>

const id = z.int().positive()
const count = z.int().nonnegative()
const time = z.iso.datetime({ precision: 3 })

export const Link = z.enum(links).meta({
  id: 'Link',
  description:
    'The relation of a request to the requests before it. `first`, `next` and `previous` ' +
    'name a page. `page` is another page by its number. `retry` follows a failure. `repeat` ' +
    'requests a page again that came without error. `resumed` starts in the middle of a ' +
    'walk. `beyond` is a page after the end. `lost` and `altered` mean that parameters are ' +
    'missing or changed. `foreign` is a cursor of another token, `unknown` a cursor that the ' +
    'mock never gave out. `tokenless` has no valid token.',
})
export type Link = z.infer<typeof Link>

export const WalkStep = z
  .strictObject({
    request: id.describe('The journal id of the request.'),
    page: z.number().nullable().describe('The number of the requested page.'),
    cursor: z
      .string()
      .nullable()
      .describe('The cursor that the request sent, cut after 500 characters.'),
    link: Link,
    evidence: z
      .enum(evidences)
      .nullable()
      .describe(
        'The evidence that the request belongs to this walk, from strongest to weakest. ' +
          '`cursor`: only this walk received the cursor. `connection`: the last answer of the ' +
          'walk used the same connection. `name`: the name in X-Mock-Walk is the same. ' +
          '`options`: no other walk has these options. `only one that could`: no other walk ' +
          'was possible. `shape`: the shape is the same, but other walks have this shape too. ' +
          'Null for the first request.',
      ),
    status: z.int().nullable(),
    rows: count.nullable(),
    after: z
      .number()
      .nonnegative()
      .describe('Milliseconds of real time since the first request of the walk.'),
    took: z
      .number()
      .nonnegative()
      .describe('Milliseconds until the answer to the request was sent.'),
    retry_after: z
      .number()
      .nonnegative()
      .describe('Seconds that the answer told the client to wait. 0 means no wait.'),
  })
  .meta({ id: 'WalkStep' })
export type WalkStep = z.infer<typeof WalkStep>

const Row = z.strictObject({
  id: z.int(),
  uuid: z.string().nullable().describe('The uuid of the row. Null when the row no longer exists.'),
})

export const Walk = z
  .strictObject({
    id: id.describe('The id of the first request of the walk.'),
    ...owner,
    name: z.string().nullable().describe('The name of the walk in the X-Mock-Walk header.'),
    paginator: z.enum(['page', 'cursor']),
    filters: z
      .record(z.string(), z.string())
      .describe('The filters of the first request. A value is cut after 500 characters.'),
    per_page: z.int(),
    started_at: time,
    ended_at: time.describe('The time of the last request of the walk.'),
    verdict: Verdict,
    rows: count
      .nullable()
      .describe(
        'Number of rows in the list from the first delivered row on. Counts only rows that ' +
          'existed when the walk started and still exist. Null when the number is unknown.',
      ),
    delivered: count.describe('Number of rows in all pages of the walk. Retried pages count once.'),
    distinct: count,
    missed: count.describe('Number of the rows in `rows` that were not delivered.'),
    missed_rows: z
      .array(Row)
      .max(100)
      .describe('The first rows that were not delivered, in list order.'),
    duplicated: count.describe('Number of rows that came on two or more pages.'),
    duplicated_rows: z
      .array(
        Row.extend({
          requests: z.array(id).max(10).describe('The first requests that returned the row.'),
        }),
      )
      .max(100),
    requests: count,
    retries: count.describe('Number of requests that retried after a failure.'),
    steps: z.array(WalkStep).max(1000).describe('The first requests of the walk, in order.'),
    excuse: z
      .string()
      .nullable()
      .describe('The reason why rows are missing or came twice, when no rule explains this.'),
    findings: z
      .array(z.string())
      .describe('The rules that the walk broke, without silenced rules.'),
  })
  .meta({ id: 'Walk', description: 'The requests of a client through a list.' })
export type Walk = z.infer<typeof Walk>
