// The preferences of a request (RFC 7240), such as `Prefer: code=503, delay=250` or
// `Prefer: example=documented, edition=autocalls`.

import type { Answer } from '../laravel/http.ts'
import { editionNames } from '../editions.ts'
import type { Preferences } from '../exchange/exchange.ts'

const MAX_DELAY = 60_000
const examples = ['documented'] as const

/**
 * Reads a Prefer header. Undefined without preferences. Unknown and malformed ones are ignored, and
 * the first of each name counts.
 */
export function parsePreferences(
  header: string | readonly string[] | undefined,
): Preferences | undefined {
  if (header === undefined) return undefined
  const pairs = parsePairs(String(header))
  const code = findFirst(pairs, 'code', (text) => parseWhole(text, 200, 599))
  const delay = findFirst(pairs, 'delay', (text) => parseWhole(text, 0, MAX_DELAY))
  const example = findFirst(pairs, 'example', (text) => examples.find((name) => name === text))
  const edition = findFirst(pairs, 'edition', (text) => editionNames.find((name) => name === text))
  const preferences = {
    ...(code !== undefined && { code }),
    ...(delay !== undefined && { delay }),
    ...(example !== undefined && { example }),
    ...(edition !== undefined && { edition }),
  }
  return Object.keys(preferences).length === 0 ? undefined : preferences
}

/** The value of Preference-Applied for an answer. `example` and `edition` affect lists only. */
export function applied(
  { code, delay, example, edition }: Preferences = {},
  { status, rows }: Pick<Answer, 'status' | 'rows'>,
): string {
  const isList = rows !== undefined
  return Object.entries({
    code: code === status ? code : undefined,
    delay,
    ...(isList && { example, edition }),
  })
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`))
    .join(', ')
}

type Pair = { readonly name: string; readonly text: string }

const ITEM = /(?:"(?:[^"\\]|\\.)*"?|[^",])+/gs
const PREFERENCE = /^\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]+)\s*(?:;.*)?$/s

/** The `name=value` pair of each item that has a value. Parameters after `;` are ignored. */
function parsePairs(header: string): Pair[] {
  return (header.match(ITEM) ?? []).flatMap((item) => {
    const [, name, value] = PREFERENCE.exec(item) ?? []
    return name === undefined || value === undefined
      ? []
      : { name: name.toLowerCase(), text: unquote(value) }
  })
}

const unquote = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value

function findFirst<T>(
  pairs: readonly Pair[],
  name: string,
  parse: (text: string) => T | undefined,
): T | undefined {
  for (const pair of pairs) {
    const value = pair.name === name ? parse(pair.text) : undefined
    if (value !== undefined) return value
  }
  return undefined
}

function parseWhole(text: string, min: number, max: number): number | undefined {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  return value >= min && value <= max ? value : undefined
}
