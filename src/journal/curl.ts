// A remembered request as a line for a POSIX shell. It holds nothing but printable ASCII, and all of the request in single quotes.

import { trimTrailingSlashes } from '../laravel/http.ts'
import { quote } from '../system/shell.ts'
import type { Entry } from './entry.ts'
import { toAscii } from './wire.ts'

/** `baseUrl`: where the mock listens, such as http://localhost:4080 */
export function toCurl(
  { method, token, accept, preferences, target }: Entry,
  baseUrl: string,
): string {
  const base = trimTrailingSlashes(baseUrl)
  return [
    'curl -g',
    // curl takes `/./` and `/../` out of a path by itself.
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

// curl leaves a header out when its value is empty, and sends an empty one for a semicolon.
function optionOfHeader(name: string, value: string | null): string[] {
  if (value === null) return []
  const text = toPrintable(value)
  return ['-H', quote(text.trim() === '' ? `${name};` : `${name}: ${text}`)]
}

/** curl keeps what follows a `#` to itself. */
const toUrl = (target: string): string => toAscii(target).replaceAll('#', '%23')

const toPrintable = (text: string): string => text.replace(/[^ -~]/g, '?')
