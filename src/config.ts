// The table of settings: flags, environment, config file, options of startMock(), help and docs all come from it.

import { isIPv6 } from 'node:net'
import * as z from 'zod'
import type { DatasetInput } from './dataset/dataset.ts'
import type { ListInput } from './dataset/list.ts'
import { editionNames } from './editions.ts'
import { choice, flag, whole } from './problems/given-values.ts'
import { quoteValue } from './problems/problems.ts'
import { MIN_MEMORY_MIB } from './system/memory-budget.ts'
import { ruleIds } from './rule-ids.ts'

/** The words of help and docs on a setting or an option of a command. */
export type Description = {
  /** The word for the value, such as PORT; a setting that is on or off has none. */
  readonly argument?: string
  /** For help: it begins where the flag ends. */
  readonly text: string
  /** For the docs alone, after the text. */
  readonly more?: string
  /** Whether the flag may be given several times. */
  readonly isRepeatable?: true
  /** Whether it is on by default, so that help names the flag that turns it off. */
  readonly isNegated?: true
}

const descriptions = z.registry<Description>()

const where = {
  port: whole(0, 65_535)
    .default(4080)
    .register(descriptions, { argument: 'PORT', text: 'default 4080; 0 takes a free port' }),
  host: z
    .string()
    .min(1)
    .refine((value) => !value.includes('/'), {
      error: 'must be a name or an address without http://, such as localhost',
      abort: true,
    })
    .transform((value) => /^\[(.*)\]$/.exec(value)?.[1] ?? value)
    .refine((value) => !value.includes(':') || isIPv6(value), {
      error: 'must be a name or an address without port; --port gives that',
    })
    .default('loopback')
    .register(descriptions, {
      argument: 'HOST',
      text: 'default loopback, in IPv4 and IPv6; 0.0.0.0 for every interface',
    }),
}

const data = {
  dataset: z
    .union(
      [
        z.string().min(1),
        z.array(z.string().min(1)).min(1),
        z.custom<DatasetInput | ListInput>((value) => typeof value === 'object' && value !== null),
      ],
      { error: 'must be the name of a fixture or file, a list of files, or a dataset' },
    )
    .optional()
    .register(descriptions, {
      argument: 'NAME|FILE',
      text: 'a built-in fixture (default demo), a dataset file, or answers of the API in one file or several',
      isRepeatable: true,
    }),
  datasetJson: z
    .string()
    .min(1)
    // Node.js puts U+FFFD where the bytes of arguments and variables are no UTF-8.
    .refine((value) => !value.includes('\ufffd'), {
      error: 'holds U+FFFD, as bytes become that are not UTF-8; write it as \\ufffd',
    })
    .optional()
    .register(descriptions, {
      argument: 'JSON',
      text: 'a dataset inline, meant for CONVERSATIONS_MOCK_DATASET_JSON',
    }),
  generate: whole(0, 10_000_000)
    .optional()
    .register(descriptions, { argument: 'N', text: 'N generated conversations instead' }),
  seed: whole(0, 2 ** 32 - 1)
    .default(1)
    .register(descriptions, {
      argument: 'S',
      text: 'the number that the generator starts from, default 1',
      more: 'The same seed gives the same bytes everywhere.',
    }),
  db: z.string().min(1).optional().register(descriptions, {
    argument: 'FILE',
    text: 'keep the rows in an SQLite file; default is memory',
    more: 'The mock refuses a file that holds other rows than you ask for, or that another mock uses.',
  }),
  shared: flag.default(false).register(descriptions, {
    text: 'of that file: several mocks may use it at the same time, each with this option',
    more: 'Each mock has a journal, faults and a clock of its own.',
  }),
  readOnly: flag.default(false).register(descriptions, {
    text: 'of that file: change nothing in it, nor beside it',
    more: 'Calls that change rows answer 409. The mock that wrote the file must have closed it cleanly.',
  }),
  /** Tokens for the first user, each KEY or KEY=edition. */
  key: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? value.split(',') : value))
    .pipe(z.array(z.string().trim().transform(toKey)))
    .default([])
    .register(descriptions, {
      argument: 'KEY[=EDITION]',
      text: 'a token for the first user, in place of the well-known demo keys',
      isRepeatable: true,
    }),
}

const switches = {
  edition: z
    .enum(editionNames)
    .default('combined')
    .register(descriptions, {
      argument: 'NAME',
      text: `for tokens that name none: ${editionNames.join(', ')} (default combined)`,
    }),
  rateLimit: z
    .union([z.literal('off'), whole(1, 1_000_000)], {
      error: 'must be off or a whole number from 1 to 1000000',
    })
    .default('off')
    .register(descriptions, {
      argument: 'N|off',
      text: 'requests a minute and user (default off)',
      more: "The mock sends Laravel's headers, and 429 beyond the limit.",
    }),
  jsonErrors: z.enum(['always', 'negotiated']).default('always').register(descriptions, {
    argument: 'MODE',
    text: 'always (default), or negotiated by Accept as Laravel does',
    more: 'With negotiated, a client that does not accept JSON gets redirects and HTML pages.',
  }),
  urls: z.enum(['bare', 'withQueryString']).default('bare').register(descriptions, {
    argument: 'MODE',
    text: 'bare (default), or withQueryString: page URLs carry the filters',
    more: 'The examples in the public documentation lose the filters.',
  }),
  cursorKeys: choice([5, 7]).optional().register(descriptions, {
    argument: '5|7',
    text: 'keys of cursor JSON (default: as the edition documents)',
    more: 'Seven are the five, next_page_url and prev_page_url.',
  }),
  order: z.enum(['id', 'created_at']).default('id').register(descriptions, {
    argument: 'COLUMN',
    text: 'id (default) or created_at, newest first',
  }),
  trustProxies: flag
    .default(false)
    .register(descriptions, { text: 'let X-Forwarded-* shape the URLs' }),
  laravel: choice([11, 12, 13])
    .default(11)
    .register(descriptions, { argument: 'VERSION', text: '11 (default), 12 or 13' }),
  publicUrl: z
    .string()
    .refine((value) => value === 'request' || value === 'brand' || isHttpUrl(value), {
      error: 'must be request, brand or a URL such as https://app.example.com',
      abort: true,
    })
    .refine((value) => !/[?#]/.test(value), {
      error: 'must be a URL without query and fragment, which pages and cursors add',
    })
    .default('request')
    .register(descriptions, {
      argument: 'URL',
      text: 'origin of URLs in bodies: request (default), brand, or a URL',
    }),
}

const adminApi = {
  adminToken: z
    .string()
    .regex(/^[!-~]{8,200}$/, { error: 'must be 8 to 200 visible ASCII characters' })
    .optional()
    .register(descriptions, {
      argument: 'TOKEN',
      text: 'the token that it needs; generated and printed if absent',
    }),
  allowedHosts: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? value.split(',') : value))
    .pipe(
      z.array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^(?:[\w.-]+|\[[\da-f:]+\])$/, {
            error: 'must be host names without port, separated by commas',
          }),
      ),
    )
    .default([])
    .register(descriptions, {
      argument: 'NAMES',
      text: 'more host names that it answers to, separated by commas',
      more: 'It always answers to loopback names and to the bound address.',
    }),
  dashboard: flag
    .default(true)
    .register(descriptions, { text: 'do not serve the page at /', isNegated: true }),
  journal: whole(0, 1_000_000).default(10_000).register(descriptions, {
    argument: 'N',
    text: 'requests to remember of each user, default 10000; 0 for none',
  }),
}

const keeping = {
  memory: whole(MIN_MEMORY_MIB, 65_536).default(256).register(descriptions, {
    argument: 'MB',
    text: 'what the process should take, without the rows, default 256',
    more: 'The journal, the cache of answers and the cursors that it knows get what is left of it.',
  }),
}

const judging = {
  judge: flag
    .default(true)
    .register(descriptions, { text: 'do not judge clients', isNegated: true }),
  walkIdle: whole(1, 86_400).default(30).register(descriptions, {
    argument: 'SECONDS',
    text: 'how long after its last request a walk is over, default 30',
  }),
  silence: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .pipe(z.array(z.string().transform(toSilence)))
    .default([])
    .register(descriptions, {
      argument: 'RULE=REASON',
      text: 'do not count the findings of this rule',
      isRepeatable: true,
    }),
}

const output = {
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .register(descriptions, {
      argument: 'LEVEL',
      text: 'silent, error, warn, info (default) or debug (every request)',
    }),
  quiet: flag.default(false).register(descriptions, { text: 'errors only' }),
}

/** The settings by what they are about, in the order of help and docs. */
export const sections = [
  { title: 'Where', shape: where },
  { title: 'Data', shape: data },
  { title: 'What the documentation leaves open', shape: switches },
  { title: 'Admin API (below /__admin)', shape: adminApi },
  { title: 'Judging clients', shape: judging },
  { title: 'Memory', shape: keeping },
  { title: 'Output', shape: output },
] as const

export const Settings = z.strictObject({
  ...where,
  ...data,
  ...switches,
  ...adminApi,
  ...judging,
  ...keeping,
  ...output,
})
export type Settings = z.infer<typeof Settings>
export type Options = z.input<typeof Settings>
/** Settings for what the documentation of the emulated API leaves open. */
export type Switches = Pick<Settings, keyof typeof switches>

export type SettingName = keyof Settings
export const settingNames = Settings.keyof().options

export type Key = Settings['key'][number]

export function descriptionOf(name: SettingName): Description {
  const description = descriptions.get(Settings.shape[name])
  if (!description) throw new Error(`the setting ${name} has no description`)
  return description
}

const ENVIRONMENT_PREFIX = 'CONVERSATIONS_MOCK_'

/** rateLimit → CONVERSATIONS_MOCK_RATE_LIMIT */
export const environmentName = (name: string): string =>
  ENVIRONMENT_PREFIX + name.replace(/[A-Z]/g, '_$&').toUpperCase()

/** rateLimit → --rate-limit */
export const flagName = (name: string): string => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`

function isHttpUrl(text: string): boolean {
  return z.url({ protocol: /^https?$/ }).safeParse(text).success
}

function toKey(
  text: string,
  context: z.RefinementCtx,
): { plain: string; edition: (typeof editionNames)[number] | null; id: number | null } {
  const [, digits, plain = '', name] =
    /^(?:(\d{1,15})\|)?([^\s,|=\x00-\x1f\x7f]+)(?:=(.*))?$/.exec(text) ?? []
  const edition = editionNames.find((known) => known === name)
  if (plain === '') context.addIssue('needs keys of the form KEY or KEY=edition, without spaces')
  else if (name !== undefined && edition === undefined)
    context.addIssue(`knows no edition ${quoteValue(name)}; there are ${editionNames.join(', ')}`)
  return { plain, edition: edition ?? null, id: digits === undefined ? null : Number(digits) }
}

/** RULE=REASON, as the settings take it. */
function toSilence(text: string, context: z.RefinementCtx) {
  const [, rule = '', reason = ''] = /^\s*([a-z-]+)\s*=\s*(.*\S)\s*$/s.exec(text) ?? []
  const isKnown = ruleIds.some((id) => id === rule)
  if (rule === '')
    context.addIssue('needs a rule and the reason, as in never-paged=the widget shows five rows')
  else if (!isKnown) context.addIssue(`knows no rule "${rule}"; there are ${ruleIds.join(', ')}`)
  return { rule, reason }
}
