// Reads settings from several sources, the strongest first, and names problems with their values.

import type * as z from 'zod'
import {
  type SettingName,
  settingNames,
  type Settings,
  settingsOf,
  settingsSchema,
} from './config.ts'
import { IN_OUR_WORDS, quoteValue, toSentence } from './problems/problems.ts'
import { nearestOf } from './problems/nearest.ts'

/** A setting that cannot be used; the message names the place it came from and the fix. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Values with the place each came from, the strongest source first. */
export type GivenSettings = {
  readonly values: Record<string, unknown>
  readonly nameOf: (name: string) => string
}

/** Settings of which one takes the place of the others. */
const alternatives = ['dataset', 'datasetJson', 'generate']

/** Flag > environment > config file > default. Throws a ConfigError. */
export function parseSettings(given: readonly GivenSettings[]): Settings {
  const merged = Object.assign({}, ...given.toReversed().map(({ values }) => values))
  const { values: strongest, nameOf: nameIn } =
    given.find(({ values }) => alternatives.some((name) => name in values)) ?? NONE
  const [chosen, other] = alternatives.filter((name) => strongest[name] !== undefined)
  if (chosen !== undefined && other !== undefined)
    throw new ConfigError(
      `${nameIn(other)} cannot go together with ${nameIn(chosen)}; give one of them`,
    )
  if (chosen !== undefined)
    for (const name of alternatives) if (name !== chosen) delete merged[name]
  const settings = settingsOf(merged)
  if (settings) return requireFile(settings, given)
  const { error } = settingsSchema().safeParse(merged, IN_OUR_WORDS)
  const messages = (error?.issues ?? []).flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])]
    return names.map((name) => explain(name, issue, given))
  })
  throw new ConfigError([...new Set(messages)].join('; '))
}

/** Settings that are about a file. */
function requireFile(settings: Settings, given: readonly GivenSettings[]): Settings {
  const name = (['readOnly', 'shared'] as const).find((each) => settings[each])
  if (name === undefined || settings.db !== undefined) return settings
  throw new ConfigError(
    `${nameOf(name, given)} needs a file as well; name it by --db, or in code by db`,
  )
}

const NONE: GivenSettings = { values: {}, nameOf: (name) => name }

/** Where the value of a setting came from; undefined for a default. */
export const nameOf = (name: SettingName, given: readonly GivenSettings[]): string | undefined =>
  given.find(({ values }) => name in values)?.nameOf(name)

/** The same behind the value in a sentence. */
export const fromName = (name: string | undefined): string =>
  name === undefined ? '' : ` (from ${name})`

function explain(
  setting: string,
  issue: z.core.$ZodIssue,
  given: readonly GivenSettings[],
): string {
  const owner = given.find(({ values }) => setting in values)
  const name = owner?.nameOf(setting) ?? setting
  if (issue.code === 'unrecognized_keys') {
    const nearest = nearestOf(setting, settingNames)
    return `${name} is not a setting; ${nearest === undefined ? `known are ${settingNames.join(', ')}` : `did you mean ${nearest}?`}`
  }
  const value = owner?.values[setting]
  const isShown = SHOWN.has(typeof value) && !SECRETS.has(setting)
  const received = isShown
    ? `, not ${typeof value === 'string' ? quoteValue(value) : String(value)}`
    : ''
  return `${name} ${toSentence(issue)}${received}`
}

const SHOWN = new Set(['string', 'number', 'boolean'])

/** Settings whose values no message repeats. */
const SECRETS = new Set(['key', 'adminToken', 'datasetJson', 'tlsKey'])
