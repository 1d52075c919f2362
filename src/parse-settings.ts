// Settings from several sources, the strongest first: which value counts, and what is wrong with it.

import type * as z from 'zod'
import { type SettingName, settingNames, Settings } from './config.ts'
import { IN_OUR_WORDS, quoteValue, toSentence } from './problems/problems.ts'
import { nearestOf } from './problems/nearest.ts'

/** A setting that cannot be used; the message names the place it came from and the fix. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Values with the place each came from, the strongest source first. */
export type Source = {
  readonly values: Record<string, unknown>
  readonly placeOf: (name: string) => string
}

/** Settings of which one takes the place of the others. */
const alternatives = ['dataset', 'datasetJson', 'generate']

/** Flag > environment > config file > default. Throws a ConfigError. */
export function parseSettings(sources: readonly Source[]): Settings {
  const merged = Object.assign({}, ...sources.toReversed().map(({ values }) => values))
  const { values: strongest, placeOf: placeIn } =
    sources.find(({ values }) => alternatives.some((name) => name in values)) ?? NONE
  const [chosen, other] = alternatives.filter((name) => strongest[name] !== undefined)
  if (chosen !== undefined && other !== undefined)
    throw new ConfigError(
      `${placeIn(other)} cannot go together with ${placeIn(chosen)}; give one of them`,
    )
  if (chosen !== undefined)
    for (const name of alternatives) if (name !== chosen) delete merged[name]
  const result = Settings.safeParse(merged, IN_OUR_WORDS)
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
  throw new ConfigError(
    `${placeOf(name, sources)} needs a file as well; name it by --db, or in code by db`,
  )
}

const NONE: Source = { values: {}, placeOf: (name) => name }

/** Where the value of a setting came from; undefined for a default. */
export const placeOf = (name: SettingName, sources: readonly Source[]): string | undefined =>
  sources.find(({ values }) => name in values)?.placeOf(name)

/** The same behind the value in a sentence. */
export const fromPlace = (place: string | undefined): string =>
  place === undefined ? '' : ` (from ${place})`

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
