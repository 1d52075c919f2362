// Reads the origin of URLs in bodies: the origin of the request, of the brand, or another.

import { editionNames, editions, LIST_PATH } from '../editions.ts'
import { type Answers, listUrlOf } from './answers.ts'
import { evidence, quoted, type Reading, reading, unanswered, noReading } from './reading.ts'

export function readPublicUrl(answers: Answers): Reading {
  const answered = answers.get('list')
  const path = answered?.list?.path
  if (!answered || path === undefined) return unanswered(answers, 'list', 'its lists have no path')
  const seen = [evidence(answered, `path ${quoted(path)}`)]
  const other = answers.get('other port')
  const otherPath = other?.list?.path
  if (other && otherPath !== undefined && otherPath !== path)
    return reading('request', [...seen, evidence(other, `path ${quoted(otherPath)}`)])
  if (path === listUrlOf(answers)) return reading('request', seen)
  if (isBrand(path)) return reading('brand', seen)
  const url = path.endsWith(LIST_PATH) ? URL.parse(path.slice(0, -LIST_PATH.length)) : null
  if (!url || !/^https?:$/.test(url.protocol))
    return noReading('its path is no URL of the list', seen)
  if (url.hostname === new URL(answers.base).hostname)
    return reading('request', seen, 'its proxy hides the scheme or the port from it')
  return reading(url.href.replace(/\/+$/, ''), seen)
}

const isBrand = (path: string): boolean =>
  editionNames.some((name) => path === editions[name].origin + LIST_PATH)
