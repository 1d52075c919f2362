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
    newest: rowCount.optional().describe('How many from the head of the list.'),
    oldest: rowCount.optional().describe('How many from its end.'),
    ids: z
      .array(rowId)
      .min(1)
      .max(MAX_ROWS)
      .optional()
      .describe('These, by id or uuid; one that is not there is passed over.'),
  })
  .refine((selection) => Object.values(selection).filter(isDefined).length === 1, {
    error: 'must have exactly one of newest, oldest, ids',
  })
  .meta({
    id: 'Selection',
    description: "Some of the user's conversations, as they are before the step.",
    minProperties: 1,
    maxProperties: 1,
    examples: [{ newest: 2 }, { ids: [12, '7c9e6679-7425-40de-944b-e07fc1f90ae7'] }],
  })
export type Selection = z.infer<typeof Selection>

const step = {
  after: z.int().min(1).max(MAX_AFTER).describe('After which request of the walk, counted from 1.'),
  delete: Selection.optional(),
  touch: Selection.optional().describe('Their updated_at becomes now.'),
}

const Step = z
  .strictObject({
    ...step,
    insert: z
      .union([rowCount, z.array(PartialConversation).min(1).max(MAX_ROWS)])
      .optional()
      .describe('How many new conversations, or what is to be in them.'),
  })
  .refine(({ insert, delete: deleted, touch }) => [insert, deleted, touch].some(isDefined), {
    error: 'needs at least one of insert, delete, touch',
  })
  .meta({
    id: 'ScriptStep',
    description: 'Changes that are made at once, before any other request is answered.',
  })
export type Step = z.infer<typeof Step>

const script = {
  match: z
    .strictObject({
      token: id.optional().describe('The id of the token that is walked with.'),
      correlation: z
        .string()
        .min(1)
        .max(MAX_CORRELATION)
        .optional()
        .describe('What the walk calls itself in X-Mock-Walk.'),
    })
    .optional()
    .describe('Which walks run it; absent: any.'),
  times: z.int().min(1).max(MAX_TIMES).default(1).describe('How many walks run it.'),
}

export const Script = z
  .strictObject({ ...script, steps: z.array(Step).min(1).max(MAX_STEPS) })
  .meta({
    id: 'Script',
    description:
      'What happens to the rows while a client pages through them. A walk is a sequence of requests with the same token, filters and per_page, or the same X-Mock-Walk; a first page begins it.',
    examples: [
      { steps: [{ after: 1, insert: 2 }] },
      { times: 3, steps: [{ after: 2, delete: { newest: 1 }, touch: { oldest: 5 } }] },
    ],
  })
export type Script = z.infer<typeof Script>

export const ScriptEvent = z
  .strictObject({
    walk: z.int().positive().describe('Counted from 1.'),
    after: z.int().positive(),
    inserted: z.array(id),
    deleted: z.array(id),
    touched: z.array(id),
    error: z.string().nullable().describe('Why nothing of the step was done; null when all was.'),
  })
  .meta({ id: 'ScriptEvent', description: 'A step that was made; rows by id.' })
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
    walks: z.int().nonnegative().describe('How many walks have begun to run it.'),
    log: z.array(ScriptEvent).describe('The last 100 steps that were made, the oldest first.'),
  })
  .meta({ id: 'ScriptState', description: 'A script and what has come of it.' })
export type ScriptState = z.infer<typeof ScriptState>

const traffic = {
  per_second: z.number().min(0.01).max(1000).describe('New conversations a second.'),
  limit: z
    .int()
    .min(1)
    .max(MAX_TRAFFIC)
    .default(10_000)
    .describe('After how many it stops by itself.'),
}

export const TrafficOptions = z
  .strictObject({
    ...traffic,
    seed: z.int().nonnegative().optional().describe('What the rows are made from.'),
    draft: PartialConversation.omit({ id: true, uuid: true })
      .optional()
      .describe('What all of them have in common.'),
  })
  .meta({
    id: 'TrafficOptions',
    description: 'New conversations that keep coming.',
    examples: [{ per_second: 2 }],
  })
export type TrafficOptions = z.infer<typeof TrafficOptions>

export const TrafficState = z
  .strictObject({
    ...traffic,
    seed: z.int().nonnegative(),
    inserted: z.int().nonnegative().describe('How many there have been so far.'),
    is_running: z.boolean(),
    error: z.string().nullable().describe('Why it stopped early, if it did.'),
  })
  .meta({ id: 'TrafficState', description: 'Traffic and what has come of it.' })
export type TrafficState = z.infer<typeof TrafficState>
