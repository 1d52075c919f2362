// Reading a request's body, bounded.

import type { IncomingMessage } from 'node:http'

const MAX_BYTES = 1024 * 1024

/** The body as a binary string; what exceeds 1 MiB, or never arrives, counts as no body. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue
    bytes += chunk.length
    if (bytes <= MAX_BYTES) chunks.push(chunk)
  }
  return bytes > MAX_BYTES ? '' : Buffer.concat(chunks).toString('latin1')
}
