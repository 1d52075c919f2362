// Laravel's answer with a given status.

import type { Answer } from '../api/http.ts'
import { requestPath } from '../api/route.ts'
import { type Failure, failureOf } from '../errors.ts'
import { mergeHeaders, withoutHeaders } from './headers.ts'

export type Refused = { readonly path: string; readonly refuse: (failure: Failure) => Answer }

/** From 400 on what Laravel's handler renders, below that response('', $status). */
export function answerWithStatus(status: number, { path, refuse }: Refused): Answer {
  const answer = refuse(failureOf(status, requestPath(path)))
  if (status >= 400) return answer
  // Symfony's Response::prepare() takes the type from answers that have no body.
  const headers =
    status === 204 || status === 304
      ? withoutHeaders(answer.headers, ['Content-Type'])
      : mergeHeaders(answer.headers, { 'Content-Type': 'text/html; charset=UTF-8' })
  return { ...answer, status, headers, body: '' }
}
