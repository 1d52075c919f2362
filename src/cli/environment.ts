// The environment, where it gives settings, and the variables in it that look like settings and are none.

import { environmentName, type SettingName, settingNames } from '../config.ts'
import type { GivenSettings } from '../parse-settings.ts'
import { editionNames } from '../editions.ts'
import { distanceBetween, nearestOf } from '../problems/nearest.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = environmentName('')

/** Variables that are no settings: one names the config file, the others tell a command about its mock. */
const otherNames = ['config', 'url', 'token', ...editionNames.map((edition) => `token_${edition}`)]
const knownNames = [...settingNames, ...otherNames].map(environmentName)

/** The variables that Kubernetes sets for a service whose name begins like this program's. */
const OF_SERVICE =
  /(?:^|_)(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const ADDRESS_OF_SERVICE = /^(?:tcp|udp|sctp):\/\//

/** The value of a variable without the white space around it, such as the CR of a file made on Windows. Empty ones do not count. */
export function variableOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === undefined || value === '' || isOfService(name, value) ? undefined : value
}

/** The environment's settings: CONVERSATIONS_MOCK_* by the setting's name, and PORT and HOST. */
export function fromEnvironment(env: Environment): GivenSettings {
  const given = settingNames.flatMap((name) => {
    const variable = variablesOf(name).find(
      (variableName) => variableOf(env, variableName) !== undefined,
    )
    return variable === undefined ? [] : [{ name, variable }]
  })
  const variables = new Map<string, string>(given.map(({ name, variable }) => [name, variable]))
  return {
    values: Object.fromEntries(
      given.map(({ name, variable }) => [name, variableOf(env, variable)]),
    ),
    nameOf: (name) => variables.get(name) ?? name,
  }
}

/** One sentence for each variable that was probably meant as a setting. Values may be secrets and are not repeated. */
export function findMisspelt(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    const isKnown = knownNames.includes(name)
    if (isKnown || !looksOwn(name) || isOfService(name, value.trim())) return []
    const nearest = nearestOf(
      name.trim().slice(PREFIX.length),
      knownNames.map((known) => known.slice(PREFIX.length)),
    )
    const advice =
      nearest === undefined ? 'see conversations-mock --help' : `did you mean ${PREFIX}${nearest}?`
    return [`the environment variable ${JSON.stringify(name)} is not a setting; ${advice}`]
  })
}

const variablesOf = (name: SettingName): string[] => [
  environmentName(name),
  ...(name === 'port' || name === 'host' ? [name.toUpperCase()] : []),
]

function isOfService(name: string, value: string): boolean {
  if (!name.startsWith(PREFIX)) return false
  return (
    OF_SERVICE.test(name.slice(PREFIX.length)) ||
    (name.endsWith('PORT') && ADDRESS_OF_SERVICE.test(value))
  )
}

/** The prefix may be misspelt as well. */
function looksOwn(name: string): boolean {
  const given = name.trim().toUpperCase()
  if (!given.startsWith('CONV')) return false
  const lengths = [-2, -1, 0, 1, 2].map((more) => PREFIX.length + more)
  return lengths.some((length) => distanceBetween(given.slice(0, length), PREFIX) <= 2)
}
