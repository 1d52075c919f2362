// Reads settings from environment variables, and finds variables that are probably misspelt
// settings.

import { environmentName, type SettingName, settingNames } from '../config.ts'
import type { GivenSettings } from '../parse-settings.ts'
import { editionNames } from '../editions.ts'
import { distanceBetween, nearestOf } from '../problems/nearest.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = environmentName('')

/**
 * Known variables that are not settings: the path of the config file, and the address and tokens
 * that `exec` gives a command.
 */
const otherNames = ['config', 'url', 'token', ...editionNames.map((edition) => `token_${edition}`)]
const knownNames = [...settingNames, ...otherNames].map(environmentName)

/** Kubernetes sets such variables for a service whose name begins like this program's. */
const OF_SERVICE =
  /(?:^|_)(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const ADDRESS_OF_SERVICE = /^(?:tcp|udp|sctp):\/\//

/**
 * The value of a variable without white space around it, such as the CR of a Windows file.
 * Undefined when it is empty.
 */
export function variableOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === undefined || value === '' || isOfService(name, value) ? undefined : value
}

/** The settings from the environment: CONVERSATIONS_MOCK_* by name, and PORT and HOST. */
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

/**
 * A sentence for each variable that is probably a misspelt setting. It omits the value, which may
 * be a secret.
 */
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

/** Finds names with a misspelt prefix, too. */
function looksOwn(name: string): boolean {
  const given = name.trim().toUpperCase()
  if (!given.startsWith('CONV')) return false
  const lengths = [-2, -1, 0, 1, 2].map((more) => PREFIX.length + more)
  return lengths.some((length) => distanceBetween(given.slice(0, length), PREFIX) <= 2)
}
