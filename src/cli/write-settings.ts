// Writes settings to a config file, and keeps all other text of the file.

import { existsSync, readFileSync } from 'node:fs'
import { decodeUtf8 } from '../dataset/utf8.ts'
import { refusalOf, writeOutputFile } from '../system/output-file.ts'
import { reasonOf } from '../system/system-errors.ts'
import { ConfigError } from '../parse-settings.ts'

type Values = Readonly<Record<string, unknown>>

type SettingsFile = {
  /**
   * Resolves to the names of settings with new values. The old file stays until the new one is
   * complete.
   */
  write(settings: Values): Promise<string[]>
}

/**
 * Throws a ConfigError for a file that cannot be read or written, before the live API gets a
 * request.
 */
export function openSettingsFile(file: string): SettingsFile {
  const refusal = refusalOf(file)
  if (refusal !== undefined) throw new ConfigError(`the config file ${file}: ${refusal}`)
  const text = existsSync(file) ? readText(file) : '{}\n'
  const before = parse(text, file)
  return {
    async write(settings) {
      const changed = changesIn(before, settings)
      if (changed.length === 0) return []
      await writeOutputFile(file, [withValues(text, changed)]).catch((error: unknown) => {
        throw new ConfigError(`cannot write the config file ${file}: ${reasonOf(error)}`)
      })
      return changed.map(([name]) => name)
    },
  }
}

type Change = readonly [name: string, value: unknown]

/** The settings with new values. Those that the file has already come first. */
function changesIn(before: Values, settings: Values): Change[] {
  const entries = Object.entries(settings)
  return [
    ...entries.filter(([name, value]) => name in before && before[name] !== value),
    ...entries.filter(([name]) => !(name in before)),
  ]
}

function readText(file: string): string {
  try {
    return decodeUtf8(readFileSync(file))
  } catch (error) {
    throw new ConfigError(`cannot read the config file ${file}: ${reasonOf(error)}`)
  }
}

function parse(text: string, file: string): Values {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (error) {
    throw new ConfigError(`cannot read the config file ${file}: ${reasonOf(error)}`)
  }
  throw new ConfigError(`the config file ${file} must hold one JSON object`)
}

/** The position of a member's value in the text. */
type Member = { readonly name: string; readonly start: number; readonly end: number }

/** Replaces the values of some members in the text of a JSON object. New members come last. */
function withValues(text: string, changes: readonly Change[]): string {
  const members = membersOf(text)
  const added = changes.filter(([name]) => !members.some((member) => member.name === name))
  let result = withMore(text, members, added)
  // The loop begins at the end, so that earlier positions stay valid.
  for (const { name, start, end } of members.toReversed()) {
    const change = changes.find(([known]) => known === name)
    if (change) result = result.slice(0, start) + JSON.stringify(change[1]) + result.slice(end)
  }
  return result
}

/** Adds new members with the same white space as the last member. */
function withMore(text: string, members: readonly Member[], added: readonly Change[]): string {
  if (added.length === 0) return text
  const last = members.at(-1)
  if (!last) return toLines(added) + text.slice(text.lastIndexOf('}') + 1)
  const colon = /:\s/.test(text.slice(0, last.start)) ? ': ' : ':'
  const space = /^\s*\{(\s*)/.exec(text)?.[1] ?? ''
  const gap = space.includes('\n') || colon === ':' ? space : ' '
  const more = added.map(
    ([name, value]) => `,${gap}${JSON.stringify(name)}${colon}${JSON.stringify(value)}`,
  )
  return text.slice(0, last.end) + more.join('') + text.slice(last.end)
}

const toLines = (added: readonly Change[]): string =>
  JSON.stringify(Object.fromEntries(added), null, 2)

/** A token of JSON: a string, a bracket or sign, or a number or word. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g

/** Finds the members of an object in valid JSON text. */
function membersOf(text: string): Member[] {
  const members: Member[] = []
  let depth = 0
  let name: string | undefined
  let start: number | undefined
  let end = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (depth === 1 && (token === ',' || token === '}') && name !== undefined) {
      members.push({ name, start: start ?? end, end })
      name = start = undefined
    } else if (depth === 1 && name === undefined && token !== '}') name = String(JSON.parse(token))
    else if (depth >= 1 && !(depth === 1 && token === ':')) {
      start ??= index
      end = index + token.length
    }
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
  }
  return members
}
