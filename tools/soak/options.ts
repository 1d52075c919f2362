import { parseArgs } from 'node:util'
import * as z from 'zod'

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

const Options = z.strictObject({
  /** How long clients ask; with `requests` at most so long. */
  minutes: z.coerce.number().min(0.01).max(1440).default(10),
  /** Of all users together. */
  requests: count(1, 1_000_000_000).default(840_000),
  users: count(1, 900).default(24),
  /** Conversations of each user. */
  rows: count(1, 100_000).default(200),
  /** Calls of the admin API and followers besides, or clients alone. */
  quiet: z.boolean().default(false),
  /** Rows in a file, not in memory. */
  file: z.boolean().default(false),
  /** Seconds after the users are gone. */
  rest: z.coerce.number().min(0).max(600).default(60),
  /** MB of 10^6 bytes that the mock may take while clients ask, and after they are gone. */
  most: z.coerce.number().min(1).default(250),
  'most-after': z.coerce.number().min(1).default(180),
})
export type Options = z.infer<typeof Options> & { readonly mockArgs: readonly string[] }

/** What comes after `--` goes to the mock. Throws an error whose message names the option. */
export function parseOptions(args: string[]): Options {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    args: args.slice(0, end),
    options: {
      minutes: text,
      requests: text,
      users: text,
      rows: text,
      quiet: flag,
      file: flag,
      rest: text,
      most: text,
      'most-after': text,
    },
  })
  const result = Options.safeParse(values)
  if (result.success) return { ...result.data, mockArgs: args.slice(end + 1) }
  throw new Error(result.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`).join('; '))
}
