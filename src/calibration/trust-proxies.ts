// Reads whether X-Forwarded-* headers from any client change the URLs. A proxy may remove these
// headers, so the result holds from outside of it.

import type { Answered, Answers } from './answers.ts'
import { evidence, quoted, type Reading, reading, unanswered, noReading } from './reading.ts'

export function readTrustProxies(answers: Answers): Reading {
  return byPath(answers) ?? byRedirect(answers) ?? withoutUrls(answers)
}

const isForwarded = (url: string): boolean => URL.parse(url)?.port === '8443'

function byPath(answers: Answers): Reading | undefined {
  const forwarded = answers.get('forwarded')
  const path = forwarded?.list?.path
  const before = answers.get('list')?.list?.path
  if (!forwarded || path === undefined || before === undefined) return undefined
  const seen = [evidence(forwarded, `path ${quoted(path)}`)]
  if (path !== before) return reading(true, seen)
  return isFixed(answers) ? undefined : reading(false, seen)
}

/** Whether URLs in bodies have a fixed origin, independent of the request. */
function isFixed(answers: Answers): boolean {
  const path = answers.get('list')?.list?.path ?? ''
  const other = answers.get('other port')?.list?.path
  const isOwn = URL.parse(path)?.hostname === new URL(answers.base).hostname
  return !isOwn && (other === undefined || other === path)
}

/** Laravel's redirects use the origin of the request, even when bodies use a fixed one. */
function byRedirect(answers: Answers): Reading | undefined {
  const answered = answers.get('forwarded, refused')
  const location = redirectOf(answered)
  const usual = redirectOf(answers.get('per_page 0, any type'))
  if (!answered || location === undefined || usual === undefined) return undefined
  if (URL.parse(usual)?.hostname !== new URL(answers.base).hostname) return undefined
  return reading(isForwarded(location), [evidence(answered, `to ${quoted(location)}`)])
}

function redirectOf(answered: Answered | undefined): string | undefined {
  const { status = 0, headers } = answered?.answer ?? {}
  return status >= 300 && status < 400 ? headers?.get('location') : undefined
}

const withoutUrls = (answers: Answers): Reading =>
  answers.get('forwarded')
    ? noReading('its URLs are the same whatever is asked')
    : unanswered(answers, 'forwarded', 'the question has no answer')
