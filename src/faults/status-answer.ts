// Makes Laravel's answer with a given status.

import type { Answer } from '../laravel/http.ts'
import { LOGIN, requestPath } from '../laravel/route.ts'
import { type Causeless, failureOf } from '../laravel/errors.ts'
import type { Refuse } from './behaviour.ts'
import { mergeHeaders, withoutHeaders } from './headers.ts'

type Refused = Causeless & { readonly refuse: Refuse }

/**
 * From 400 on, the answer of Laravel's exception handler; below 400, response('', $status).
 * A redirect leads to the login page.
 */
export function answerWithStatus(
  status: number,
  { path, now, isMaintained, refuse }: Refused,
): Answer {
  const answer = refuse(failureOf(status, { path: requestPath(path), now, isMaintained }))
  if (status >= 400) return answer
  // Symfony's Response::prepare() removes the Content-Type of answers without a body.
  if (status === 204 || status === 304)
    return {
      ...answer,
      status,
      headers: withoutHeaders(answer.headers, ['Content-Type']),
      body: '',
    }
  const redirect = status >= 300 && { Location: LOGIN }
  return {
    ...answer,
    status,
    headers: mergeHeaders(answer.headers, {
      'Content-Type': 'text/html; charset=UTF-8',
      ...redirect,
    }),
    body: '',
  }
}
