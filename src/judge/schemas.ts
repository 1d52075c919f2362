// Zod schemas of the judge's data in the admin API.

import * as z from 'zod'
import { editionNames } from '../editions.ts'
import { RequestEntry } from '../journal/schemas.ts'
import { severities } from './severity.ts'

export const Severity = z
  .enum(severities)
  .describe('The severity: error, warning or note, from highest to lowest.')
export type Severity = z.infer<typeof Severity>

const id = z.int().positive()
const count = z.int().nonnegative()

/** The user, the token and the edition whose requests a finding or a walk is about. */
export const owner = {
  user: z
    .int()
    .nullable()
    .describe('The id of the user. Null when no valid token identified the user.'),
  token: z.int().nullable().describe('The id of the token.'),
  edition: z.enum(editionNames).nullable(),
}

export const Rule = z
  .strictObject({
    id: z.string().meta({ examples: ['filters-lost'] }),
    severity: Severity,
    why: z.string().describe('The reason why the rule matters, in one sentence.'),
    fix: z.string().describe('The correct behaviour, in one sentence.'),
    docs: z
      .string()
      .describe('The page of the mock that explains the rule.')
      .meta({ examples: ['/docs/rules#filters-lost'] }),
  })
  .meta({ id: 'Rule', description: 'A mistake that the judge knows.' })
export type Rule = z.infer<typeof Rule>

export const Evidence = z
  .strictObject({
    request: RequestEntry,
    note: z.string().nullable().describe('A note on what this request shows.'),
    counted: z
      .boolean()
      .describe('Whether `count` includes this request. Others only explain the mistake.'),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

export const Finding = z
  .strictObject({
    id: z.string().meta({ examples: ['filters-lost-12'] }),
    rule: Rule.shape.id,
    severity: Severity,
    message: z.string().describe('A description of the mistake, in one sentence.'),
    why: Rule.shape.why,
    fix: Rule.shape.fix,
    docs: Rule.shape.docs,
    ...owner,
    walk: id.describe('The id of the first walk that shows the mistake.'),
    count: count.describe('Number of requests that show the mistake.'),
    evidence: z
      .array(Evidence)
      .max(5)
      .describe(
        'The first requests that show the mistake. Path and query together are cut after 500 ' +
          'characters. GET /requests/{id} has the whole request.',
      ),
    silenced: z
      .string()
      .nullable()
      .describe('The reason why the finding is silenced. Null when the finding counts.'),
  })
  .meta({ id: 'Finding', description: 'A mistake that a client made.' })
export type Finding = z.infer<typeof Finding>

export const Report = z
  .strictObject({
    judged: z.boolean().describe('False when judging is turned off. The report is then empty.'),
    requests: count.describe('Number of judged list requests.'),
    forgotten: count.describe('Number of requests that the journal no longer had.'),
    walks: count.describe('Number of walks in the judged requests.'),
    counts: z
      .strictObject({ error: count, warning: count, note: count, silenced: count })
      .describe(
        'Number of findings of each severity. Silenced findings are counted only in `silenced`.',
      ),
    findings: z
      .array(Finding)
      .describe('The findings, sorted by severity, highest first, then by time.'),
  })
  .meta({ id: 'Report', description: 'What the judge found.' })
export type Report = z.infer<typeof Report>
