// The table of settings. Flags, environment variables, the config file, the options of startMock(),
// the help and the docs all come from it.

import * as z from 'zod'
import { adminApi } from './config/admin-api.ts'
import { data } from './config/data.ts'
import { type Description, descriptions } from './config/description.ts'
import { judging } from './config/judging.ts'
import { keeping, output } from './config/process.ts'
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
/** The settings for questions that the documentation of the emulated API leaves open. */
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

/** The switches whose value is not the default, as flags of the command line. */
export const changedSwitches = (settings: Switches): { flag: string; value: string }[] =>
  Object.entries(switches).flatMap(([name, schema]) => {
    const value = Object.entries(settings).find(([other]) => other === name)?.[1]
    return value === undefined || value === schema.safeParse(undefined).data
      ? []
      : [{ flag: flagName(name), value: String(value) }]
  })
