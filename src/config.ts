// The table of settings. Flags, environment variables, the config file, the options of startMock(),
// the help and the docs all come from it.

import * as z from 'zod'
import { adminApi } from './config/admin-api.ts'
import { data } from './config/data.ts'
import type { Description } from './config/description.ts'
import { judging } from './config/judging.ts'
import { keeping, output } from './config/process.ts'
import type { GivenOf, Setting, ValuesOf } from './config/setting.ts'
import { switches } from './config/switches.ts'
import { where } from './config/where.ts'

/** The settings grouped by subject, in the order of help and docs. */
export const sections = [
  { title: 'Where', shape: where },
  { title: 'Data', shape: data },
  { title: 'What the documentation leaves open', shape: switches },
  { title: 'Admin API (below /__admin)', shape: adminApi },
  { title: 'Judging clients', shape: judging },
  { title: 'Memory', shape: keeping },
  { title: 'Output', shape: output },
] as const

const table = {
  ...where,
  ...data,
  ...switches,
  ...adminApi,
  ...judging,
  ...keeping,
  ...output,
}
export type Settings = ValuesOf<typeof table>
export type Options = GivenOf<typeof table>
/** The settings for questions that the documentation of the emulated API leaves open. */
export type Switches = Pick<Settings, keyof typeof switches>

export type SettingName = keyof typeof table

const isSetting = (name: string): name is SettingName => Object.hasOwn(table, name)

export const settingNames = Object.keys(table).filter(isSetting)

export type Key = Settings['key'][number]

export const descriptionOf = (name: SettingName): Description => table[name].description

/** The schema of all settings together. */
export const settingsSchema = () =>
  z.strictObject(Object.fromEntries(settingNames.map((name) => [name, withDefault(table[name])])))

const withDefault = ({ schema, byDefault }: Setting): z.ZodType =>
  byDefault === undefined ? schema().optional() : schema().default(byDefault)

/** The settings that values give, and the defaults of all others. Undefined if a value is wrong. */
export function settingsOf(values: Readonly<Record<string, unknown>>): Settings | undefined
export function settingsOf(values: Readonly<Record<string, unknown>>): object | undefined {
  if (!Object.keys(values).every(isSetting)) return undefined
  const settings: Record<string, unknown> = {}
  for (const name of settingNames) {
    const { schema, byDefault }: Setting = table[name]
    const value = values[name]
    const parsed = value === undefined ? undefined : schema().safeParse(value)
    if (parsed?.success === false) return undefined
    const result = parsed ? parsed.data : byDefault
    if (result !== undefined) settings[name] = result
  }
  return settings
}

const ENVIRONMENT_PREFIX = 'CONVERSATIONS_MOCK_'

/** rateLimit → CONVERSATIONS_MOCK_RATE_LIMIT */
export const environmentName = (name: string): string =>
  ENVIRONMENT_PREFIX + name.replace(/[A-Z]/g, '_$&').toUpperCase()

/** rateLimit → --rate-limit */
export const flagName = (name: string): string => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`

/** The switches whose value is not the default, as flags of the command line. */
export const changedSwitches = (settings: Switches): { flag: string; value: string }[] =>
  Object.entries(switches).flatMap(([name, { byDefault }]) => {
    const value = Object.entries(settings).find(([other]) => other === name)?.[1]
    return value === undefined || value === byDefault
      ? []
      : [{ flag: flagName(name), value: String(value) }]
  })
