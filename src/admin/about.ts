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
    memory: z.int().describe('Bytes of memory that the process takes.'),
    file: z.string().nullable().describe('The file that keeps the rows; null for memory.'),
    is_read_only: z.boolean(),
    dataset: z.string().describe('Where the rows of the start came from.'),
    rows: z.int().describe('How many rows the start had.'),
    seed: z.int(),
    edition: z.enum(editionNames).describe('For tokens that name none.'),
    switches: z
      .array(z.strictObject({ flag: z.string(), value: z.string() }))
      .describe('Switches that do not have their default.'),
    errors: z.int().nonnegative().describe('Failures of the mock itself since the start.'),
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
    summary: 'What this mock is, and whether it is well',
    description: 'How it was started, how long ago, the memory that it takes, and its last error.',
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
        dataset: store.source(),
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
    summary: 'Follow what changes',
    description:
      'Server-sent events named `changed`, at once and then at most four a second. Their data are numbers by subject: `rows`, `users`, `requests`, and `controls` for all that the admin API changes. A number that differs from before means: ask again. `run` differs after a new start.',
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
