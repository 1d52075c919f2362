// Reads the body of a request, up to a limit.

import type { IncomingMessage } from 'node:http'

const MAX_BYTES = 1024 * 1024

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  'transfer-encoding' in headers || (headers['content-length'] ?? '0') !== '0'

/**
 * The body as a binary string. Undefined when it exceeds 1 MiB; the rest stays unread. Rejects when
 * the client goes away.
 */
export function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return Promise.resolve(undefined)
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    request.on('data', take)
    request.once('end', () => resolve(Buffer.concat(chunks).toString('latin1')))
    request.once('error', reject)
    // A close after the end of the body is normal. Creating an error for it would take longer than
    // reading the body.
    request.once('close', () => request.readableEnded || reject(new Error('the client went away')))

    function take(chunk: Buffer): void {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes <= MAX_BYTES) return
      request.off('data', take).pause()
      resolve(undefined)
    }
  })
}
