// Renders failures as Laravel's exception handler does: as JSON if the client expects it, otherwise
// as a redirect or an HTML page.

import { STATUS_CODES } from 'node:http'
import type { Failure } from './errors.ts'
import { encodeString } from '../php/json.ts'
import { type Answer, trimSlashes, trimTrailingSlashes } from './http.ts'
import { LOGIN } from './route.ts'

export type FailureContext = {
  readonly wantsJson: boolean
  /** scheme://host of the application, for redirects. */
  readonly root: string
  readonly referer: string | undefined
}

export function renderFailure(failure: Failure, context: FailureContext): Answer {
  if (context.wantsJson) return jsonAnswer(failure)
  if (failure.kind === 'unauthenticated') return redirect(`${context.root}${LOGIN}`)
  if (failure.kind === 'validation') return redirect(previousUrl(context))
  return htmlAnswer(failure)
}

function jsonAnswer(failure: Failure): Answer {
  return {
    status: failure.status,
    headers: { ...failure.headers, 'Content-Type': 'application/json' },
    body: jsonBody(failure),
  }
}

/** 401 and 422 have compact JSON with escaped slashes; others have indented JSON with bare ones. */
function jsonBody({ kind, message, errors }: Failure): string {
  if (kind === 'http') return `{\n    "message": ${encodeString(message).replaceAll('\\/', '/')}\n}`
  if (kind === 'unauthenticated') return `{"message":${encodeString(message)}}`
  const fields = [...(errors ?? [])].map(
    ([field, messages]) => `${encodeString(field)}:[${messages.map(encodeString).join(',')}]`,
  )
  return `{"message":${encodeString(message)},"errors":{${fields.join(',')}}}`
}

/** url()->previous(): the Referer, or the root without one. A relative Referer follows the root. */
function previousUrl({ root, referer }: FailureContext): string {
  if (referer === undefined || referer === '' || referer === '0') return root
  if (
    /^(?:#|\/\/|https?:\/\/|(?:mailto|tel|sms):)/.test(referer) ||
    /^[a-z][a-z\d+.-]*:\/\/[^\s/?#]\S*$|^file:\/\/\/\S*$/i.test(referer)
  )
    return referer
  const query = referer.indexOf('?')
  const path = trimSlashes(query < 0 ? referer : referer.slice(0, query))
  return `${trimTrailingSlashes(`${root}/${path}`)}${query < 0 ? '' : referer.slice(query)}`
}

/** Symfony's RedirectResponse. */
function redirect(url: string): Answer {
  const safe = escapeHtml(url)
  return {
    status: 302,
    headers: { Location: url, 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>
<html>
    <head>
        <meta charset="UTF-8" />
        <meta http-equiv="refresh" content="0;url='${safe}'" />

        <title>Redirecting to ${safe}</title>
    </head>
    <body>
        Redirecting to <a href="${safe}">${safe}</a>.
    </body>
</html>`,
  }
}

/** The titles of Laravel's own error pages. Other statuses have Symfony's title. */
const titles = new Map([
  [401, 'Unauthorized'],
  [402, 'Payment Required'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [419, 'Page Expired'],
  [429, 'Too Many Requests'],
  [500, 'Server Error'],
  [503, 'Service Unavailable'],
])

function htmlAnswer({ status, headers }: Failure): Answer {
  const title = titles.get(status) ?? `An Error Occurred: ${STATUS_CODES[status] ?? 'Error'}`
  return {
    status,
    headers: { ...lowerCased(headers), 'Content-Type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}</title>
    </head>
    <body>
        <h1>${status}</h1>
        <p>${title}</p>
    </body>
</html>
`,
  }
}

/** Symfony's HTML renderer writes the headers of a failure in lower case. */
const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** htmlspecialchars($text, ENT_QUOTES, 'UTF-8') */
const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? '&#039;',
  )
