// A fault as data: whose requests it strikes, which of them, how often, and with which effect.

import * as z from 'zod'
import { endpointNames } from '../exchange.ts'
import { Effect } from './effect.ts'

const id = z.int().min(1)
const text = z.string().min(1).max(1000)
const PARAMETER = 'must be a text, or null for a parameter that is absent or empty'

/** The ways to choose among the matching requests. A fault has at most one of them. */
const choices = ['nth', 'every', 'probability'] as const

export const Match = z
  .strictObject({
    token: z
      .union([id, text], { error: 'must be the id or the text of a token' })
      .describe('The id or the text of a token.'),
    method: z.string().regex(/^[A-Z]{1,20}$/, { error: 'must be a method in capitals' }),
    path: text
      .regex(/^\//, { error: 'must begin with a slash' })
      .describe('The whole path, as sent.'),
    endpoint: z
      .enum(endpointNames)
      .describe('The endpoint that answers, whatever the uuid in its path.'),
    parameters: z
      .record(text, z.string({ error: PARAMETER }).min(1, { error: PARAMETER }).nullable())
      .refine((parameters) => Object.keys(parameters).length <= 20, {
        error: 'must be at most 20 parameters',
      })
      .describe('As Laravel reads them: trimmed, and null where absent or empty.'),
    cursor: z
      .union([z.boolean(), text], { error: 'must be true, false or the text of a cursor' })
      .describe('Any, none, or this one.'),
    page: id.describe('As Laravel resolves it; only in page pagination.'),
    paginator: z.enum(['page', 'cursor']).describe('How the list that is asked for is paged.'),
    nth: z
      .int()
      .min(1)
      .describe('Only the n-th request that fits everything else, counted from the arming.'),
    every: z.int().min(1).describe('Each n-th request that fits everything else.'),
    probability: z
      .number()
      .min(0)
      .max(1)
      .describe('Drawn for each request that fits everything else.'),
  })
  .partial()
  .check(({ value, issues }) => {
    const [first, second] = choices.filter((name) => value[name] !== undefined)
    if (second !== undefined)
      issues.push({
        code: 'custom',
        input: value,
        path: [second],
        message: `cannot go together with ${first}; give one of them`,
      })
  })
  .meta({ id: 'Match', description: 'Which requests are meant: all that is given must hold.' })
export type Match = z.infer<typeof Match>

const user = id
  .nullable()
  .describe('Whose requests; null for every request of the server, also those without a token.')
const times = z.int().min(1)
const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
const dashboard = z
  .boolean({ error: 'must be true or false' })
  .describe(
    "Whether it strikes the dashboard's own requests too. It spares them when absent, and they do not count.",
  )
const note = z.string().max(200)

export const Fault = z.strictObject({
  user: user.optional(),
  match: Match.optional(),
  times: times.optional().describe('How often at most; for ever when absent.'),
  seed: seed
    .optional()
    .describe(
      'Of probability and of random delays: the same seed and requests give the same faults.',
    ),
  dashboard: dashboard.optional(),
  effect: Effect,
  note: note.optional(),
})
export type Fault = z.infer<typeof Fault>

/** A fault as a caller writes it. Fields with a default may be missing. */
export type FaultInput = z.input<typeof Fault>

export const ArmedFault = z
  .strictObject({
    id,
    user,
    match: Match,
    times: times.nullable(),
    remaining: z.int().min(0).nullable().describe('How often it still strikes; null for ever.'),
    seed,
    dashboard,
    effect: Effect,
    note: note.nullable(),
    matched: z
      .int()
      .min(0)
      .describe('Requests that fitted, before nth, every and probability chose among them.'),
    applied: z.int().min(0).describe('Requests that it struck.'),
  })
  .meta({ id: 'ArmedFault', description: 'A fault that waits for requests.' })
export type ArmedFault = z.infer<typeof ArmedFault>
