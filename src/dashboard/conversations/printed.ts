// The request as others would make it: a line for a POSIX shell, and one of JavaScript.

import { quote } from '../../system/shell.ts'
import type { Pair } from './query.ts'

export type ListRequest = { readonly url: string; readonly headers: readonly Pair[] }

/** Runs as it is: everything in single quotes, and no globbing by curl. */
export const toCurl = ({ url, headers }: ListRequest): string =>
  [
    `curl -g ${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
  ].join(' \\\n  ')

/** One statement whose value is the Response. */
export const toFetch = ({ url, headers }: ListRequest): string =>
  `await fetch(${literal(url)}, { headers: { ${headers.map(([name, value]) => `${keyOf(name)}: ${literal(value)}`).join(', ')} } })`

const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const keyOf = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : literal(name))
