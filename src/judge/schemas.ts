// Zod schemas of the judge's data in the admin API.

import * as z from 'zod'
import { editionNames } from '../editions.ts'
import { RequestEntry } from '../journal/schemas.ts'
import { severities } from './severity.ts'
import { verdicts } from '../walks/verdict.ts'
import { evidences } from '../walks/evidence.ts'
import { links } from '../walks/walk.ts'

export const Severity = z.enum(severities).describe('The gravest first: error, warning, note.')
export type Severity = z.infer<typeof Severity>

export const Verdict = z.enum(verdicts).meta({
  id: 'Verdict',
  description:
    '`complete`: every row once. `truncated`: rows are missing. `duplicated`: none is missing, some came twice. `endless`: went on after the end, or made no progress. `single_page`: one page of several, which is no error by itself. `open`: may still go on.',
})
export type Verdict = z.infer<typeof Verdict>

const id = z.int().positive()
const count = z.int().nonnegative()
const time = z.iso.datetime({ precision: 3 })
const owner = {
  user: z.int().nullable().describe('Null when no token said whose it is.'),
  token: z.int().nullable().describe("The token's id."),
  edition: z.enum(editionNames).nullable(),
}

export const Rule = z
  .strictObject({
    id: z.string().meta({ examples: ['filters-lost'] }),
    severity: Severity,
    why: z.string().describe('Why it matters, in one sentence.'),
    fix: z.string().describe('What to do instead, in one sentence.'),
    docs: z
      .string()
      .describe('Where the mock explains it.')
      .meta({ examples: ['/docs/rules#filters-lost'] }),
  })
  .meta({ id: 'Rule', description: 'A mistake that the judge knows.' })
export type Rule = z.infer<typeof Rule>

export const Evidence = z
  .strictObject({
    request: RequestEntry,
    note: z.string().nullable().describe('What is to be seen in it.'),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

export const Finding = z
  .strictObject({
    id: z.string().meta({ examples: ['filters-lost-12'] }),
    rule: Rule.shape.id,
    severity: Severity,
    message: z.string().describe('What was seen, in one sentence.'),
    why: Rule.shape.why,
    fix: Rule.shape.fix,
    docs: Rule.shape.docs,
    ...owner,
    walk: id.describe('The walk in which it was seen first.'),
    count: count.describe('How many requests show it.'),
    evidence: z.array(Evidence).max(5).describe('The first of those requests.'),
    silenced: z.string().nullable().describe('The reason why it does not count.'),
  })
  .meta({ id: 'Finding', description: 'A mistake that a client made.' })
export type Finding = z.infer<typeof Finding>

export const Report = z
  .strictObject({
    judged: z
      .boolean()
      .describe('False when judging is turned off; then there is nothing to report.'),
    requests: count.describe('How many list requests were looked at.'),
    forgotten: count.describe('How many had left the journal before.'),
    walks: count.describe('How many walks they made.'),
    counts: z
      .strictObject({ error: count, warning: count, note: count, silenced: count })
      .describe('How many findings of each severity, without the silenced ones.'),
    findings: z.array(Finding).describe('The gravest first, then by time.'),
  })
  .meta({ id: 'Report', description: 'What the judge found.' })
export type Report = z.infer<typeof Report>

export const Link = z.enum(links).meta({
  id: 'Link',
  description:
    'How a request belongs to those before it: the `first` page, the `next` or the `previous` one, another `page` by its number, a `retry` after a failure, a `repeat` of a page that came well, a walk `resumed` in the middle, a page `beyond` the end; with parameters `lost` or `altered`; with a cursor of another token (`foreign`) or of nobody (`unknown`); without a good token (`tokenless`).',
})
export type Link = z.infer<typeof Link>

export const WalkStep = z
  .strictObject({
    request: id.describe('Its id in the journal.'),
    page: z.number().nullable().describe('The page asked for.'),
    cursor: z.string().nullable().describe('The cursor asked with.'),
    link: Link,
    evidence: z
      .enum(evidences)
      .nullable()
      .describe(
        'Why it was taken for a part of this walk, the strongest first: only this walk was given the `cursor`; its last answer came over the same `connection`; the `name` in X-Mock-Walk; `options` of no other walk; it was the `only one that could`; its `shape`, which others have as well. Null for the first.',
      ),
    status: z.int().nullable(),
    rows: count.nullable(),
    after: z
      .number()
      .nonnegative()
      .describe('Milliseconds of real time since the first request of the walk.'),
    took: z.number().nonnegative().describe('Milliseconds until its answer was sent.'),
    retry_after: z
      .number()
      .nonnegative()
      .describe('Seconds that its answer told the client to wait; 0 for none.'),
  })
  .meta({ id: 'WalkStep' })
export type WalkStep = z.infer<typeof WalkStep>

const Row = z.strictObject({
  id: z.int(),
  uuid: z.string().nullable().describe('Null for a row that is gone.'),
})

export const Walk = z
  .strictObject({
    id: id.describe('The id of its first request.'),
    ...owner,
    name: z.string().nullable().describe('X-Mock-Walk.'),
    paginator: z.enum(['page', 'cursor']),
    filters: z.record(z.string(), z.string()),
    per_page: z.int(),
    started_at: time,
    ended_at: time.describe('When its last request came.'),
    verdict: Verdict,
    rows: count
      .nullable()
      .describe(
        'Rows of its list from the first delivered one on, as far as they were there when it began and are there now; null when nobody can tell.',
      ),
    delivered: count.describe('Rows in all its pages; retried pages count once.'),
    distinct: count,
    missed: count.describe('How many of these were not delivered.'),
    missed_rows: z.array(Row).max(100).describe('The first of them, in list order.'),
    duplicated: count.describe('Rows that came on two pages or more.'),
    duplicated_rows: z
      .array(
        Row.extend({
          requests: z.array(id).max(10).describe('The first requests that brought it.'),
        }),
      )
      .max(100),
    requests: count,
    retries: count.describe('Requests that asked again after a failure.'),
    steps: z.array(WalkStep).max(1000).describe('The first requests, in their order.'),
    excuse: z
      .string()
      .nullable()
      .describe('Why rows are missing or came twice, where no rule says so.'),
    findings: z.array(z.string()).describe('The rules that it broke and that are not silenced.'),
  })
  .meta({ id: 'Walk', description: "A client's way through a list." })
export type Walk = z.infer<typeof Walk>
