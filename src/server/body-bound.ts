// The bound for the values in a request body. Reading more would make other requests wait too long.

import { isListPath } from '../api/routes.ts'
import type { ReceivedRequest } from '../exchange/exchange.ts'
import { splitTarget } from '../laravel/http.ts'

const MAX_VALUES = 25_000

/** A list request reads only a few fields of its body, so a body of any size is allowed. */
export function hasTooManyValues({ body, target }: ReceivedRequest): boolean {
  if (body === undefined || body.length <= MAX_VALUES) return false
  if (isListPath(splitTarget(target).path)) return false
  let left = MAX_VALUES
  for (const sign of SIGNS) left -= countUpTo(left + 1, body, sign)
  return left < 0
}

/** A colon counts too, because a field takes as long as two items of a list. */
const SIGNS = [',', ':', '[', '{'] as const

function countUpTo(most: number, text: string, sign: string): number {
  let count = 0
  for (let at = text.indexOf(sign); at >= 0 && count < most; at = text.indexOf(sign, at + 1))
    count++
  return count
}
