// Replaces hosts and the contents of cursors by placeholders, because two APIs always differ in
// them.

import { quoteValue } from '../problems/problems.ts'

/** The origins of the two APIs. `own` belongs to the API that sent the answer. */
export type Bases = { readonly own: string; readonly live: string }

/** Writes a link without its host and with the types in its cursor. */
export function mapLink(text: string, { own, live }: Bases): string {
  const url = URL.parse(text)
  if (!url) return mapQuery(text)
  for (const base of [own, live])
    if (text === base || text.startsWith(`${base}/`))
      return mapQuery(`BASE${text.slice(base.length)}`)
  const owner = [own, live]
    .map((base) => new URL(base))
    .find((base) => base.hostname === url.hostname)
  if (!owner) return mapQuery(text)
  // A port that differs was taken from the request, and the scheme with it. This scheme is not
  // compared.
  const isOwnPort = url.port === owner.port
  const scheme = url.protocol === owner.protocol || !isOwnPort ? '' : url.protocol
  const port = isOwnPort ? '' : `:${url.port}`
  const path = url.pathname.startsWith(owner.pathname.replace(/\/$/, ''))
    ? url.pathname.slice(owner.pathname.replace(/\/$/, '').length)
    : url.pathname
  return mapQuery(`${scheme}//HOST${port}${path}${url.search}`)
}

const mapQuery = (text: string): string =>
  text.replace(
    /([?&]cursor=)([^&#]*)/g,
    (_, start: string, cursor: string) => start + mapCursor(cursor),
  )

/** The members of a Laravel cursor with their types; `opaque` for any other text. */
export function mapCursor(cursor: string): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (typeof value !== 'object' || value === null) return 'opaque'
    const members = Object.entries(value).map(([name, item]: [string, unknown]) =>
      typeof item === 'boolean' ? `${name}=${item}` : `${name}:${formOf(item)}`,
    )
    return `cursor(${members.join(',')})`
  } catch {
    return 'opaque'
  }
}

/** Replaces the names of both hosts in a text. */
export function mapText(text: string, { own, live }: Bases): string {
  const hosts = [own, live].map((base) => new URL(base).host)
  return hosts.reduce((rest, host) => rest.replaceAll(host, 'HOST'), text)
}

const formats: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['uuid', /^[\da-z]{8}-[\da-z]{4}-[\da-z]{4}-[\da-z]{4}-[\da-z]{12}$/i],
  ['time as YYYY-MM-DD HH:MM:SS', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
  ['time as ISO 8601', /^\d{4}-\d\d-\d\dT\d\d:\d\d/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['link', /^https?:\/\//],
  ['number in a text', /^-?\d+(?:\.\d+)?$/],
]

/** The type and format of a value. They reveal nothing about a person. */
export function formOf(value: unknown): string {
  if (value === undefined) return 'absent'
  if (typeof value !== 'string') return typeOf(value)
  return formats.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text'
}

export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'string' ? 'text' : typeof value
}

/** Shows a value. Never pass it a text of a row that may name a person. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'absent'
  if (typeof value === 'string') return quoteValue(value, MAX_SHOWN)
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value)
}

const MAX_SHOWN = 120
