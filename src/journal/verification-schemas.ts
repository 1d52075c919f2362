// The zod schemas of what tests expect of the journal, and of what was found.

import * as z from 'zod'
import { RequestFilter } from './filter-schemas.ts'
import { RequestEntry } from './schemas.ts'

const times = z.int().nonnegative().optional()

export const Expectation = z
  .strictObject({
    request: RequestFilter,
    exactly: times.describe(
      'The exact number of requests. Not allowed together with `at_least` or `at_most`.',
    ),
    at_least: times.describe(
      'The minimum number of requests. The default is 1 when no other number is given.',
    ),
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
  .meta({ id: 'Expectation', description: 'The number of matching requests that a test expects.' })
export type Expectation = z.infer<typeof Expectation>

export const Mismatch = z
  .strictObject({ field: z.string(), expected: z.unknown(), actual: z.unknown() })
  .meta({ id: 'Mismatch', description: 'A condition of the filter that a request does not meet.' })
export type Mismatch = z.infer<typeof Mismatch>

export const NearMiss = z
  .strictObject({ request: RequestEntry, mismatches: z.array(Mismatch).min(1) })
  .meta({
    id: 'NearMiss',
    description: 'A request that nearly matches, and the conditions that it does not meet.',
  })
export type NearMiss = z.infer<typeof NearMiss>

export const Verification = z
  .strictObject({
    verified: z.boolean(),
    count: z.int().nonnegative().describe('Number of requests that match.'),
    expected: z.string().meta({ examples: ['exactly 2', 'at least 1'] }),
    requests: z.array(RequestEntry).max(20).describe('Requests that match, the newest first.'),
    near_misses: z
      .array(NearMiss)
      .max(5)
      .describe(
        'Requests that nearly match, the closest first. Filled only when too few requests match.',
      ),
    message: z.string().describe('The result in one sentence, for the output of a test.'),
  })
  .meta({ id: 'Verification' })
export type Verification = z.infer<typeof Verification>
