// A fault as data: whose requests it strikes, which of them, how often, and with which effect.

import * as z from 'zod'
import { endpointNames } from '../exchange/endpoint-names.ts'
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
      .describe('The complete path, as the client sent it.'),
    endpoint: z
      .enum(endpointNames)
      .describe('The endpoint that answers, with any uuid in its path.'),
    parameters: z
      .record(text, z.string({ error: PARAMETER }).min(1, { error: PARAMETER }).nullable())
      .refine((parameters) => Object.keys(parameters).length <= 20, {
        error: 'must be at most 20 parameters',
      })
      .describe(
        'Query parameters as Laravel reads them. Values are trimmed. Null means absent or empty.',
      ),
    cursor: z
      .union([z.boolean(), text], { error: 'must be true, false or the text of a cursor' })
      .describe(
        'The cursor of the request. True means any cursor, false no cursor, and a text ' +
          'exactly this cursor.',
      ),
    page: id.describe(
      'The page number as Laravel resolves it. Matches only requests with page pagination.',
    ),
    paginator: z.enum(['page', 'cursor']).describe('The pagination of the requested list.'),
    nth: z
      .int()
      .min(1)
      .describe(
        'Strikes only the n-th request that meets all other conditions, counted from when ' +
          'the fault was armed.',
      ),
    every: z.int().min(1).describe('Strikes every n-th request that meets all other conditions.'),
    probability: z
      .number()
      .min(0)
      .max(1)
      .describe(
        'The probability, from 0 to 1, of striking a request that meets all other conditions.',
      ),
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
  .meta({
    id: 'Match',
    description: 'The requests to strike. A request must meet all given conditions.',
  })
export type Match = z.infer<typeof Match>

const user = id
  .nullable()
  .describe(
    'The id of the user whose requests are struck. Null means every request of the server, ' +
      'even without a token.',
  )
const times = z.int().min(1)
const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
const dashboard = z
  .boolean({ error: 'must be true or false' })
  .describe(
    'True when the fault also strikes requests of the dashboard. When absent, these requests ' +
      'are neither struck nor counted.',
  )
const note = z.string().max(200)

export const Fault = z.strictObject({
  user: user.optional(),
  match: Match.optional(),
  times: times
    .optional()
    .describe('The maximum number of requests to strike. Unlimited when absent.'),
  seed: seed
    .optional()
    .describe(
      'The seed of probability and random delays. The same seed and requests give the same faults.',
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
    remaining: z
      .int()
      .min(0)
      .nullable()
      .describe('The number of requests that the fault will still strike. Null means unlimited.'),
    seed,
    dashboard,
    effect: Effect,
    note: note.nullable(),
    matched: z
      .int()
      .min(0)
      .describe(
        'Number of requests that met all conditions other than nth, every and probability.',
      ),
    applied: z.int().min(0).describe('Number of requests that the fault struck.'),
  })
  .meta({ id: 'ArmedFault', description: 'A fault that is active and waits for requests.' })
export type ArmedFault = z.infer<typeof ArmedFault>
