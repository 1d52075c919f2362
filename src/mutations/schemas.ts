// The zod schemas of scripts and traffic in the admin API.

import * as z from 'zod'
import { PartialConversation } from '../dataset/partial-conversation.ts'

const MAX_ROWS = 1000
const MAX_STEPS = 100
const MAX_AFTER = 100_000
const MAX_TIMES = 1_000_000
const MAX_TRAFFIC = 1_000_000
const MAX_CORRELATION = 200

const id = z.int().positive()
const rowCount = z.int().min(1).max(MAX_ROWS)
const rowId = z.union([id, z.string().min(1).max(255)], {
  error: 'must be the id or the uuid of a conversation',
})

const isDefined = (value: unknown): boolean => value !== undefined

export const Selection = z
  .strictObject({
    newest: rowCount
      .optional()
      .describe('Number of conversations from the start of the list (the newest).'),
    oldest: rowCount
      .optional()
      .describe('Number of conversations from the end of the list (the oldest).'),
    ids: z
      .array(rowId)
      .min(1)
      .max(MAX_ROWS)
      .optional()
      .describe('The ids or uuids of conversations. Unknown ids are skipped.'),
  })
  .refine((selection) => Object.values(selection).filter(isDefined).length === 1, {
    error: 'must have exactly one of newest, oldest, ids',
  })
  .meta({
    id: 'Selection',
    description: "A selection of the user's conversations, as they are before the step.",
    minProperties: 1,
    maxProperties: 1,
    examples: [{ newest: 2 }, { ids: [12, '7c9e6679-7425-40de-944b-e07fc1f90ae7'] }],
  })
export type Selection = z.infer<typeof Selection>

const step = {
  after: z
    .int()
    .min(1)
    .max(MAX_AFTER)
    .describe('The number of the request of the walk, counted from 1, after which the step runs.'),
  delete: Selection.optional(),
  touch: Selection.optional().describe(
    'The conversations whose updated_at becomes the current time.',
  ),
}

const Step = z
  .strictObject({
    ...step,
    insert: z
      .union([rowCount, z.array(PartialConversation).min(1).max(MAX_ROWS)])
      .optional()
      .describe('The number of new conversations, or a list with some of their fields.'),
  })
  .refine(({ insert, delete: deleted, touch }) => [insert, deleted, touch].some(isDefined), {
    error: 'needs at least one of insert, delete, touch',
  })
  .meta({
    id: 'ScriptStep',
    description: 'Changes that are made together, before any other request is answered.',
  })
export type Step = z.infer<typeof Step>

const script = {
  match: z
    .strictObject({
      token: id.optional().describe('The id of the token that the walk uses.'),
      correlation: z
        .string()
        .min(1)
        .max(MAX_CORRELATION)
        .optional()
        .describe('The name of the walk in the X-Mock-Walk header.'),
    })
    .optional()
    .describe('The walks that run the script. When absent, any walk runs the script.'),
  times: z.int().min(1).max(MAX_TIMES).default(1).describe('Number of walks that run the script.'),
}

export const Script = z
  .strictObject({ ...script, steps: z.array(Step).min(1).max(MAX_STEPS) })
  .meta({
    id: 'Script',
    description:
      'Changes to rows while a client reads the pages of a list. A walk is a sequence of ' +
      'requests with the same token, filters and per_page, or the same X-Mock-Walk. A walk ' +
      'starts with a first page.',
    examples: [
      { steps: [{ after: 1, insert: 2 }] },
      { times: 3, steps: [{ after: 2, delete: { newest: 1 }, touch: { oldest: 5 } }] },
    ],
  })
export type Script = z.infer<typeof Script>

export const ScriptEvent = z
  .strictObject({
    walk: z.int().positive().describe('The number of the walk, counted from 1.'),
    after: z.int().positive(),
    inserted: z.array(id),
    deleted: z.array(id),
    touched: z.array(id),
    error: z
      .string()
      .nullable()
      .describe(
        'The reason why the step failed and changed nothing. Null when the step succeeded.',
      ),
  })
  .meta({ id: 'ScriptEvent', description: 'A step that was run, with the ids of the rows.' })
export type ScriptEvent = z.infer<typeof ScriptEvent>

export const ScriptState = z
  .strictObject({
    ...script,
    steps: z.array(
      z.strictObject({
        ...step,
        insert: z.union([rowCount, z.array(z.looseObject({}))]).optional(),
      }),
    ),
    walks: z.int().nonnegative().describe('Number of walks that have started to run the script.'),
    log: z.array(ScriptEvent).describe('The last 100 steps that were run, the oldest first.'),
  })
  .meta({ id: 'ScriptState', description: 'A script and its results so far.' })
export type ScriptState = z.infer<typeof ScriptState>

const traffic = {
  per_second: z.number().min(0.01).max(1000).describe('Number of new conversations a second.'),
  limit: z
    .int()
    .min(1)
    .max(MAX_TRAFFIC)
    .default(10_000)
    .describe('Number of new conversations after which the traffic stops.'),
}

export const TrafficOptions = z
  .strictObject({
    ...traffic,
    seed: z.int().nonnegative().optional().describe('The seed of the generated conversations.'),
    draft: PartialConversation.omit({ id: true, uuid: true })
      .optional()
      .describe('Fields that all new conversations share.'),
  })
  .meta({
    id: 'TrafficOptions',
    description: 'New conversations that are added steadily.',
    examples: [{ per_second: 2 }],
  })
export type TrafficOptions = z.infer<typeof TrafficOptions>

export const TrafficState = z
  .strictObject({
    ...traffic,
    seed: z.int().nonnegative(),
    inserted: z.int().nonnegative().describe('Number of conversations added so far.'),
    is_running: z.boolean(),
    error: z
      .string()
      .nullable()
      .describe('The reason why the traffic stopped early. Null when it did not.'),
  })
  .meta({ id: 'TrafficState', description: 'Traffic and its results so far.' })
export type TrafficState = z.infer<typeof TrafficState>
