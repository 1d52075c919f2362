// The options of `npm run bench` in one table, which gives the help, the defaults and the checks.

import { parseArgs } from 'node:util'
import * as z from 'zod'
import { names } from './catalogue.ts'

const Options = z.strictObject({
  rows: z.coerce
    .number()
    .int()
    .min(1000)
    .max(10_000_000)
    .default(1_000_000)
    .meta({ value: 'N', description: 'rows of the large store (1,000,000)' }),
  seconds: z.coerce
    .number()
    .min(0.1)
    .max(60)
    .default(2)
    .meta({ value: 'N', description: 'length of one measurement in seconds (2)' }),
  rounds: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(5)
    .meta({ value: 'N', description: 'how often each measurement is made (5)' }),
  only: z
    .string()
    .default(names.join(','))
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(names, { error: `must be a list of ${names.join(', ')}` })))
    .meta({
      value: 'NAMES',
      description: 'names of measurements, separated by commas; without it all',
    }),
  cpu: z
    .boolean()
    .default(false)
    .meta({ description: 'compare processor time, not requests per second' }),
  against: z.string().optional().meta({
    value: 'DIR',
    description: 'folder of another built clone, to measure in turn with this one',
  }),
  json: z.string().optional().meta({ value: 'FILE', description: 'file for all values' }),
  help: z.boolean().default(false).meta({ description: 'show this text' }),
})
export type Options = z.infer<typeof Options>

const entries = Object.entries(Options.shape).map(([name, option]) => {
  const { value, description } = option.meta() ?? {}
  return { name, value: typeof value === 'string' ? value : '', description }
})

export const help = [
  'npm run bench -- [OPTIONS]',
  '',
  'Measures the built mock and its references in one run, and prints their ratios.',
  '',
  ...entries.map(
    ({ name, value, description }) => `  --${`${name} ${value}`.padEnd(14)} ${description}`,
  ),
  '',
  `Measurements: ${names.join(', ')}`,
].join('\n')

/** Throws an error whose message names the wrong option. */
export function parseOptions(args: string[]): Options {
  const types = entries.map(
    ({ name, value }) => [name, { type: value === '' ? 'boolean' : 'string' } as const] as const,
  )
  const { values } = parseArgs({ args, options: Object.fromEntries(types) })
  const result = Options.safeParse(values)
  if (result.success) return result.data
  throw new Error(
    result.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`).join('; '),
  )
}
