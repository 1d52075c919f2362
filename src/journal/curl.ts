// Writes an entry of the journal as a curl command for a POSIX shell. The command is printable
// ASCII, and every part of the request stands in single quotes.

import { trimTrailingSlashes } from '../laravel/http.ts'
import { quote } from '../system/shell.ts'
import type { Entry } from './entry.ts'
import { toAscii } from './wire.ts'

/** `baseUrl` is the URL of the mock, such as http://localhost:4080 */
export function toCurl(
  { method, token, accept, preferences, target }: Entry,
  baseUrl: string,
): string {
  const base = trimTrailingSlashes(baseUrl)
  return [
    'curl -g',
    // Without this option curl removes `/./` and `/../` from a path.
    ...(/\/(?:\.|%2e)/i.test(target) ? ['--path-as-is'] : []),
    ...optionsOfMethod(method),
    ...(token === null ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...optionOfHeader('Accept', accept),
    ...optionOfHeader('Prefer', preferences),
    ...(target.startsWith('/')
      ? [quote(toUrl(base + target))]
      : ['--request-target', quote(toAscii(target)), quote(toUrl(`${base}/`))]),
  ].join(' ')
}

function optionsOfMethod(method: string): string[] {
  if (method === 'GET') return []
  if (method === 'HEAD') return ['-I']
  return ['-X', /^[A-Z-]+$/.test(method) ? method : quote(toPrintable(method))]
}

// curl drops a header `Name:` without a value. It sends an empty header for `Name;`.
function optionOfHeader(name: string, value: string | null): string[] {
  if (value === null) return []
  const text = toPrintable(value)
  return ['-H', quote(text.trim() === '' ? `${name};` : `${name}: ${text}`)]
}

/** Escapes `#`, because curl does not send the text after it. */
const toUrl = (target: string): string => toAscii(target).replaceAll('#', '%23')

const toPrintable = (text: string): string => text.replace(/[^ -~]/g, '?')
