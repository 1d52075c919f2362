// Reads the version of Laravel from behaviour that changed between versions 11 and 13.

import { type Answered, type Answers, isCursorPage, isPage, messageIn } from './answers.ts'
import { type Evidence, evidence, type Reading, reading, noReading } from './reading.ts'

/** One sign of the version. `isNew`: the API behaves as Laravel does since the change. */
type Sign = { readonly isNew: boolean; readonly evidence: Evidence }

export function readLaravel(answers: Answers): Reading {
  const links = linksSign(answers)
  const path = pathSign(answers)
  const cursor = cursorSign(answers)
  const seen = [links, path, cursor].flatMap((sign) => (sign ? [sign.evidence] : []))
  const isTwelve = links?.isNew ?? path?.isNew
  if (isTwelve === undefined)
    return cursor?.isNew ? reading(13, seen) : noReading('no answer differs between versions', seen)
  if (!isTwelve)
    return reading(
      11,
      seen,
      path?.isNew ? 'it is 12, before 12.23: its links are those of 11' : undefined,
    )
  if (cursor) return reading(cursor.isNew ? 13 : 12, seen)
  return reading(12, seen, '13 answers the same by page')
}

/** Since Laravel 12.23, each entry of `links` has the key `page`. */
function linksSign(answers: Answers): Sign | undefined {
  for (const name of ['list', 'first page']) {
    const answered = answers.get(name)
    const links = isPage(answered?.list) ? answered.list.links : undefined
    if (!answered || !links?.length) continue
    const isNew = links.some((link) => 'page' in link)
    return { isNew, evidence: evidence(answered, `links ${isNew ? 'with' : 'without'} page`) }
  }
  return undefined
}

/** Since Laravel 12, a path that is not UTF-8 is refused with 400. */
function pathSign(answers: Answers): Sign | undefined {
  const answered = answers.get('path that is not UTF-8')
  if (!answered) return undefined
  const { status } = answered.answer
  const message = messageIn(answered)
  if (status === 400 && message === 'Malformed URL.')
    return { isNew: true, evidence: evidence(answered, `400 ${message}`) }
  if (status === 404 && isNotFound(answers.get('unknown path')))
    return { isNew: false, evidence: evidence(answered, '404, as any unknown path') }
  return undefined
}

const isNotFound = (answered: Answered | undefined): boolean => answered?.answer.status === 404

/**
 * Since Laravel 13.6, a cursor without a direction is ignored. Earlier versions answer it with 500.
 */
function cursorSign(answers: Answers): Sign | undefined {
  const answered = answers.get('cursor without direction')
  if (!answered) return undefined
  const { status } = answered.answer
  if (status === 500)
    return { isNew: false, evidence: evidence(answered, '500 to a cursor without direction') }
  if (!isCursorPage(answered.list)) return undefined
  return { isNew: true, evidence: evidence(answered, '200 to a cursor without direction') }
}
