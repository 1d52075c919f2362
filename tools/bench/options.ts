import { parseArgs } from 'node:util'
import * as z from 'zod'
import { names } from './catalogue.ts'

const Options = z.strictObject({
  /** The number of rows in the large store. */
  rows: z.coerce.number().int().min(1000).max(10_000_000).default(1_000_000),
  /** The length of one measurement in seconds. */
  seconds: z.coerce.number().min(0.1).max(60).default(2),
  rounds: z.coerce.number().int().min(1).max(100).default(5),
  /** The names of the measurements to run. */
  only: z
    .string()
    .default(names.join(','))
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(names, { error: `must be a list of ${names.join(', ')}` }))),
  /** Whether results compare processor time instead of requests per second. */
  cpu: z.boolean().default(false),
  /** The folder of another clone, whose build is measured alternately with this one. */
  against: z.string().optional(),
  /** A file for the results. */
  json: z.string().optional(),
})
export type Options = z.infer<typeof Options>

/** Throws an error whose message names the wrong option. */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      only: { type: 'string' },
      cpu: { type: 'boolean' },
      against: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const result = Options.safeParse(values)
  if (result.success) return result.data
  throw new Error(
    result.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`).join('; '),
  )
}
