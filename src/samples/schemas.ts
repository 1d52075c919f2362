// The JSON bodies of calls about sample clients.

import * as z from 'zod'
import { ruleIds } from '../rule-ids.ts'
import { paginators, sampleNames } from './kinds.ts'

export const NewSampleClient = z
  .strictObject({
    name: z.enum(sampleNames).describe('The name of the sample client. GET lists all names.'),
    paginator: z
      .enum(paginators)
      .optional()
      .describe(
        'The pagination that the client uses. The default is the first that both the client ' +
          'and the user support.',
      ),
    per_page: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('Number of rows a page. The default is 15, and 5 for a client with a filter.'),
    per_second: z.number().min(0.1).max(50).default(2).describe('Number of requests a second.'),
  })
  .meta({
    id: 'NewSampleClient',
    description: 'A sample client to run, with its options.',
    examples: [
      { name: 'stops-early' },
      { name: 'loses-filters', paginator: 'cursor', per_second: 5 },
    ],
  })
export type NewSampleClient = z.infer<typeof NewSampleClient>

const states = ['running', 'finished', 'stopped', 'failed'] as const

export const SampleRun = z
  .strictObject({
    id: z.int(),
    user: z.int(),
    name: z.enum(sampleNames),
    paginator: z.enum(paginators),
    per_second: z.number(),
    walk: z.string().describe('The name of the walk, which the client sends as X-Mock-Walk.'),
    state: z.enum(states),
    requests: z.int().describe('Number of requests that the client has sent.'),
    rows: z.int().describe('Number of rows that the client has received, by its own count.'),
    message: z
      .string()
      .nullable()
      .describe('The message of the client after its end. Null while the client runs.'),
  })
  .meta({ id: 'SampleRun', description: 'A run of a sample client, finished or not.' })
export type SampleRun = z.infer<typeof SampleRun>

export const SampleClients = z
  .strictObject({
    samples: z.array(
      z.strictObject({
        name: z.enum(sampleNames),
        title: z.string(),
        description: z.string(),
        rule: z
          .enum(ruleIds)
          .nullable()
          .describe('The rule that the client breaks. Null when the client breaks no rule.'),
        paginators: z.array(z.enum(paginators)),
      }),
    ),
    runs: z.array(SampleRun).describe('The runs, the newest first, at most 20.'),
  })
  .meta({ id: 'SampleClients', description: 'The available sample clients, and their runs.' })
export type SampleClients = z.infer<typeof SampleClients>
