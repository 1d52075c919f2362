// Reads the body of a request, up to a limit.

import type { IncomingMessage } from 'node:http'
import type { UnfinishedBodies } from './unfinished-bodies.ts'

const MAX_BYTES = 1024 * 1024
/** A client may send each byte by itself, and each chunk takes a hundred bytes more. */
const MAX_CHUNKS = 256

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  'transfer-encoding' in headers || (headers['content-length'] ?? '0') !== '0'

/**
 * The body as a binary string. Undefined when it exceeds 1 MiB; the rest stays unread. Rejects when
 * the client goes away.
 */
export function readBody(
  request: IncomingMessage,
  unfinished: UnfinishedBodies,
): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return Promise.resolve(undefined)
  const parts: Buffer[] = []
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    request.on('data', take).once('end', end).once('error', reject).once('close', fail)
    unfinished.enter(request)

    function take(chunk: Buffer): void {
      chunks.push(chunk)
      bytes += chunk.length
      if (chunks.length === MAX_CHUNKS) parts.push(Buffer.concat(chunks.splice(0)))
      if (bytes <= MAX_BYTES) return
      unfinished.leave(request)
      request.pause()
      forget()
      resolve(undefined)
    }

    function end(): void {
      forget()
      resolve(Buffer.concat([...parts, ...chunks]).toString('latin1'))
    }

    /** The request lives until its answer is sent. Its listeners would keep the body until then. */
    function forget(): void {
      request.off('data', take).off('end', end).off('error', reject).off('close', fail)
    }

    function fail(): void {
      reject(new Error('the client went away'))
    }
  })
}
