// Reads the filters of a list from the option --filter.

import { ConfigError } from '../parse-settings.ts'
import { quoteValue } from '../problems/problems.ts'
import type { CommandLine } from './flags.ts'

/** Throws a ConfigError for a filter that is wrong. */
export function filtersOf(given: CommandLine['flags'][string]): Record<string, string> {
  const filters = new Map<string, string>()
  for (const text of Array.isArray(given) ? given : []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined)
      throw new ConfigError(`--filter must be NAME=VALUE, not ${quoteValue(text)}`)
    if (filters.has(name))
      throw new ConfigError(`--filter gives ${name} twice; the API takes one value`)
    filters.set(name, value)
  }
  return Object.fromEntries(filters)
}
