// The JSON bodies of calls about sample clients.

import * as z from 'zod'
import { ruleIds } from '../rule-ids.ts'
import { paginators, sampleNames } from './kinds.ts'

export const NewSampleClient = z
  .strictObject({
    name: z.enum(sampleNames).describe('Which of the sample clients; GET lists them.'),
    paginator: z
      .enum(paginators)
      .optional()
      .describe('How it goes through the list. By default the first that it and the user know.'),
    per_page: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('Rows a page; 15 by default, and 5 for a client with a filter.'),
    per_second: z.number().min(0.1).max(50).default(2).describe('Requests a second.'),
  })
  .meta({
    id: 'NewSampleClient',
    description: 'A client to run, and how.',
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
    walk: z.string().describe('The name of its walk, sent as X-Mock-Walk.'),
    state: z.enum(states),
    requests: z.int().describe('How many it has sent.'),
    rows: z.int().describe('How many it has taken, as it counts them.'),
    message: z.string().nullable().describe('What it says when it is over; null before.'),
  })
  .meta({ id: 'SampleRun', description: 'A sample client that runs, or ran.' })
export type SampleRun = z.infer<typeof SampleRun>

export const SampleClients = z
  .strictObject({
    samples: z.array(
      z.strictObject({
        name: z.enum(sampleNames),
        title: z.string(),
        description: z.string(),
        rule: z.enum(ruleIds).nullable().describe('The rule that it breaks; null for none.'),
        paginators: z.array(z.enum(paginators)),
      }),
    ),
    runs: z.array(SampleRun).describe('The newest first, 20 at most.'),
  })
  .meta({ id: 'SampleClients', description: 'The clients that can be run, and those that were.' })
export type SampleClients = z.infer<typeof SampleClients>
