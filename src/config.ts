// All settings: one zod object for flags, environment, config file and options of startMock().

import { isIPv6 } from 'node:net'
import * as z from 'zod'
import type { DatasetInput } from './dataset/dataset.ts'
import type { ListInput } from './dataset/list.ts'
import { editionNames } from './editions.ts'
import { quoteValue, toSentence } from './issues.ts'
import { toSilence } from './lint/silences.ts'
import { nearestOf } from './nearest.ts'

/** A whole number, also when written as text. */
function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`
  return z.union([z.number(), z.string()], { error }).transform(toNumber).pipe(z.int({ error }).min(min, { error }).max(max, { error }))
}

/** One of a few numbers, also when written as text. */
function choice<const T extends number>(values: T[]) {
  const error = `must be one of ${values.join(', ')}`
  return z.union([z.number(), z.string()], { error }).transform(toNumber).pipe(z.literal(values, { error }))
}

const toNumber = (value: number | string): number => (typeof value === 'string' ? (/^[+-]?\d+$/.test(value) ? Number(value) : NaN) : value)

const flag = z
  .union([z.boolean(), z.string()])
  .transform((value) => booleans.get(String(value)))
  .pipe(z.boolean({ error: 'must be true or false' }))
const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** Settings for what the documentation of the emulated API leaves open. */
const switches = {
  /** Which edition a token meets that names none. */
  edition: z.enum(editionNames).default('combined'),
  /** Requests a minute and user. */
  rateLimit: z.union([z.literal('off'), whole(1, 1_000_000)], { error: 'must be off or a whole number from 1 to 1000000' }).default('off'),
  /** Whether errors are JSON whatever Accept says, or Laravel's default (redirects and HTML pages). */
  jsonErrors: z.enum(['always', 'negotiated']).default('always'),
  /** Whether page and cursor URLs carry the filters. */
  urls: z.enum(['bare', 'withQueryString']).default('bare'),
  /** Whether cursor JSON has next_page_url and prev_page_url; without it the edition decides. */
  cursorKeys: choice([5, 7]).optional(),
  /** Newest id first, or created_at desc, id desc. */
  order: z.enum(['id', 'created_at']).default('id'),
  /** Whether X-Forwarded-* headers shape the URLs. */
  trustProxies: flag.default(false),
  /** Major version of Laravel. */
  laravel: choice([11, 12, 13]).default(11),
  /** Origin of the URLs in bodies. */
  publicUrl: z
    .string()
    .refine((value) => value === 'request' || value === 'brand' || z.url({ protocol: /^https?$/ }).safeParse(value).success, {
      error: 'must be request, brand or a URL such as https://app.example.com',
      abort: true,
    })
    .refine((value) => !/[?#]/.test(value), { error: 'must be a URL without query and fragment, which pages and cursors add' })
    .default('request'),
}

export const Settings = z.strictObject({
  port: whole(0, 65_535).default(4080),
  host: z
    .string()
    .min(1)
    .refine((value) => !value.includes('/'), { error: 'must be a name or an address without http://, such as localhost', abort: true })
    .transform((value) => /^\[(.*)\]$/.exec(value)?.[1] ?? value)
    .refine((value) => !value.includes(':') || isIPv6(value), { error: 'must be a name or an address without port; --port gives that' })
    .default('loopback'),
  /** A file that keeps the rows; memory without it. */
  db: z.string().min(1).optional(),
  /** Whether that file stays as it is. */
  readOnly: flag.default(false),
  /** Whether other mocks may use that file at the same time, if they share it as well. */
  shared: flag.default(false),
  /** A dataset: the name of a built-in fixture, one file or several, or (from code) the value itself. */
  dataset: z
    .union(
      [
        z.string().min(1),
        z.array(z.string().min(1)).min(1),
        z.custom<DatasetInput | ListInput>((value) => typeof value === 'object' && value !== null),
      ],
      { error: 'must be the name of a fixture or file, a list of files, or a dataset' },
    )
    .optional(),
  /** A dataset as JSON text. */
  datasetJson: z
    .string()
    .min(1)
    // Node.js puts U+FFFD where the bytes of arguments and variables are no UTF-8.
    .refine((value) => !value.includes('\ufffd'), { error: 'holds U+FFFD, as bytes become that are not UTF-8; write it as \\ufffd' })
    .optional(),
  /** Rows to generate instead of a dataset. */
  generate: whole(0, 10_000_000).optional(),
  seed: whole(0, 2 ** 32 - 1).default(1),
  /** More tokens for the first user, each KEY or KEY=edition. */
  key: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? value.split(',') : value))
    .pipe(z.array(z.string().trim().transform(toKey)))
    .default([]),
  ...switches,
  /** What the admin API asks for; generated when absent. */
  adminToken: z
    .string()
    .regex(/^[!-~]{8,200}$/, { error: 'must be 8 to 200 visible ASCII characters' })
    .optional(),
  /** Names besides loopback and the bound address under which the admin API answers. */
  allowedHosts: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? value.split(',') : value))
    .pipe(
      z.array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^(?:[\w.-]+|\[[\da-f:]+\])$/, { error: 'must be host names without port, separated by commas' }),
      ),
    )
    .default([]),
  /** Whether the root is a page to look at the mock. */
  dashboard: flag.default(true),
  /** Requests that are remembered of each user. */
  journal: whole(0, 1_000_000).default(10_000),
  /** Whether clients are judged: needs the journal. */
  judge: flag.default(true),
  /** Seconds without a request after which a walk is over. */
  walkIdle: whole(1, 86_400).default(30),
  /** Rules that are to be silent, each RULE=REASON. */
  silence: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .pipe(z.array(z.string().transform(toSilence)))
    .default([]),
  logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  quiet: flag.default(false),
})
export type Settings = z.infer<typeof Settings>
export type Options = z.input<typeof Settings>
export type Switches = Pick<Settings, keyof typeof switches>

export type SettingName = keyof Settings
export const settingNames = Settings.keyof().options

export type Key = Settings['key'][number]

/** A setting that cannot be used; the message names the place it came from and the fix. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Values with the place each came from, the strongest source first. */
export type Source = { readonly values: Record<string, unknown>; readonly placeOf: (name: string) => string }

/** Settings of which one takes the place of the others. */
const alternatives = ['dataset', 'datasetJson', 'generate']

/** Flag > environment > config file > default. Throws a ConfigError. */
export function parseSettings(sources: readonly Source[]): Settings {
  const merged = Object.assign({}, ...sources.toReversed().map(({ values }) => values))
  const { values: strongest, placeOf: placeIn } = sources.find(({ values }) => alternatives.some((name) => name in values)) ?? NONE
  const [chosen, other] = alternatives.filter((name) => strongest[name] !== undefined)
  if (chosen !== undefined && other !== undefined)
    throw new ConfigError(`${placeIn(other)} cannot go together with ${placeIn(chosen)}; give one of them`)
  if (chosen !== undefined) for (const name of alternatives) if (name !== chosen) delete merged[name]
  const result = Settings.safeParse(merged)
  if (result.success) return requireFile(result.data, sources)
  const messages = result.error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])]
    return names.map((name) => explain(name, issue, sources))
  })
  throw new ConfigError(messages.join('; '))
}

/** Settings that are about a file. */
function requireFile(settings: Settings, sources: readonly Source[]): Settings {
  const name = (['readOnly', 'shared'] as const).find((each) => settings[each])
  if (name === undefined || settings.db !== undefined) return settings
  throw new ConfigError(`${placeOf(name, sources)} needs a file as well; name it by --db, or in code by db`)
}

const NONE: Source = { values: {}, placeOf: (name) => name }

/** Where the value of a setting came from; undefined for a default. */
export const placeOf = (name: SettingName, sources: readonly Source[]): string | undefined =>
  sources.find(({ values }) => name in values)?.placeOf(name)

/** The same behind the value in a sentence. */
export const fromPlace = (place: string | undefined): string => (place === undefined ? '' : ` (from ${place})`)

function explain(name: string, issue: z.core.$ZodIssue, sources: readonly Source[]): string {
  const source = sources.find(({ values }) => name in values)
  const place = source?.placeOf(name) ?? name
  if (issue.code === 'unrecognized_keys') {
    const nearest = nearestOf(name, settingNames)
    return `${place} is not a setting; ${nearest === undefined ? `known are ${settingNames.join(', ')}` : `did you mean ${nearest}?`}`
  }
  const value = source?.values[name]
  const given = typeof value === 'string' && !SECRETS.has(name) ? `, not ${quoteValue(value)}` : ''
  return `${place} ${toSentence(issue)}${given}`
}

/** Settings whose values no message repeats. */
const SECRETS = new Set(['key', 'adminToken', 'datasetJson'])

const ENVIRONMENT_PREFIX = 'CONVERSATIONS_MOCK_'

/** rateLimit → CONVERSATIONS_MOCK_RATE_LIMIT */
export const environmentName = (name: string): string => ENVIRONMENT_PREFIX + name.replace(/[A-Z]/g, '_$&').toUpperCase()

/** rateLimit → --rate-limit */
export const flagName = (name: string): string => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`

function toKey(
  text: string,
  context: z.RefinementCtx,
): { plain: string; edition: (typeof editionNames)[number] | null; id: number | null } {
  const [, digits, plain = '', name] = /^(?:(\d{1,15})\|)?([^\s,|=\x00-\x1f\x7f]+)(?:=(.*))?$/.exec(text) ?? []
  const edition = editionNames.find((known) => known === name)
  if (plain === '') context.addIssue('needs keys of the form KEY or KEY=edition, without spaces')
  else if (name !== undefined && edition === undefined)
    context.addIssue(`knows no edition ${quoteValue(name)}; there are ${editionNames.join(', ')}`)
  return { plain, edition: edition ?? null, id: digits === undefined ? null : Number(digits) }
}
