// Bounds the memory that faults, replies and scripts of all users take together.

import { AdminFailure } from './failure.ts'
import type { CallContext } from './route.ts'

/** Returns the bytes of the body, which count from now on. Throws a 429 when they are too many. */
export function requireRoom({ controls, request }: CallContext): number {
  const { faults, replies, scripts, maxGiven } = controls
  const bytes = request.body instanceof Uint8Array ? request.body.length : 0
  if (faults.bytes() + replies.bytes() + scripts.bytes() + bytes <= maxGiven) return bytes
  throw new AdminFailure(
    429,
    `the faults, replies and scripts of all users may have ${maxGiven} bytes together; ` +
      'remove some, shorten the body, or start the mock with more --memory',
  )
}
