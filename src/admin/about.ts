// The calls that tell what the mock is and whether it works, and the stream of changes.

import * as z from 'zod'
import { performance } from '../clock/real-time.ts'
import { editionNames } from '../editions.ts'
import { toIsoTime } from '../journal/wire.ts'
import { readVersion } from '../system/assets.ts'
import { Time } from './fields.ts'
import { route } from './route.ts'

export const About = z
  .strictObject({
    version: z.string(),
    node: z.string().describe('The version of Node.js.'),
    uptime: z.number().nonnegative().describe('Seconds since the start.'),
    memory: z.int().describe('Bytes of memory that the process uses.'),
    file: z
      .string()
      .nullable()
      .describe('The file that stores the rows. Null when the rows are only in memory.'),
    is_read_only: z.boolean(),
    dataset: z.string().describe('The source of the rows at the start.'),
    rows: z.int().describe('Number of rows at the start.'),
    seed: z.int(),
    edition: z.enum(editionNames).describe('The edition of tokens that name no edition.'),
    switches: z
      .array(z.strictObject({ flag: z.string(), value: z.string() }))
      .describe('Switches whose value is not the default.'),
    errors: z
      .int()
      .nonnegative()
      .describe('Number of internal errors of the mock since the start.'),
    last_error: z.strictObject({ time: Time, message: z.string() }).nullable(),
  })
  .meta({ id: 'About' })
export type About = z.infer<typeof About>

export const aboutRoutes = [
  route({
    method: 'GET',
    url: '/about',
    operationId: 'getAbout',
    tag: 'Status',
    summary: 'Show how the mock runs',
    description:
      'How the mock was started, how long it has run, the memory that it uses, and its last error.',
    status: 200,
    repeatsTexts: true,
    response: About,
    handle: (_input, { controls: { store, seed, edition, about } }): About => {
      const { count, last } = about.errors.read()
      return {
        version: readVersion(),
        node: process.versions.node,
        uptime: Math.max(0, Math.round(performance.now() - about.startedAt) / 1000),
        memory: process.memoryUsage.rss(),
        file: about.file ?? null,
        is_read_only: store.isReadOnly,
        dataset: store.datasetName(),
        rows: store.seededRows(),
        seed,
        edition,
        switches: [...about.switches],
        errors: count,
        last_error: last ? { time: toIsoTime(last.at / 1000), message: last.message } : null,
      }
    },
  }),
  route({
    method: 'GET',
    url: '/changes',
    operationId: 'followChanges',
    tag: 'Status',
    summary: 'Follow changes live',
    description:
      'Sends server-sent events named `changed`, the first at once, then at most four a ' +
      'second. The data has one number for each of `rows`, `users`, `requests` and ' +
      '`controls`. `controls` stands for everything that the admin API changes. When a ' +
      'number changes, request that subject again. `run` changes after a new start.',
    status: 200,
    responseType: 'text/event-stream',
    response: z.string(),
    failures: { 429: 'Too many streams are open.' },
    handle: (_input, { changes, reply }) => {
      changes.follow(reply.raw)
      reply.hijack()
    },
  }),
]
