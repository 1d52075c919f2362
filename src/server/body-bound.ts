// The bound for the values in a request body. Reading more would make other requests wait too long.

import { isListPath } from '../api/routes.ts'
import type { Received } from '../exchange.ts'
import { splitTarget } from '../laravel/http.ts'

const MAX_VALUES = 50_000

/** A list request reads only a few fields of its body, so a body of any size is allowed. */
export function hasTooManyValues({ body, target }: Received): boolean {
  if (body === undefined || body.length <= MAX_VALUES) return false
  if (isListPath(splitTarget(target).path)) return false
  let values = 0
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at)
    if (code === COMMA || code === BRACKET || code === BRACE) values++
  }
  return values > MAX_VALUES
}

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b]
