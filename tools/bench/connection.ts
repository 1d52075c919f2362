// A keep-alive connection that sends a request as soon as the previous one is answered. It reads
// only the status and the Content-Length, so the generator uses less time than any server it
// measures.

import { connect } from 'node:net'

export type ConnectionOptions = {
  readonly port: number
  /** Returns the next request as text, or undefined to close the connection. */
  readonly next: () => string | undefined
  readonly onAnswer: (milliseconds: number) => void
}

const HEAD_LIMIT = 1024

/** Resolves when `next` has no further request. Rejects for any status but 200. */
export function driveConnection({ port, next, onAnswer }: ConnectionOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const buffer = Buffer.allocUnsafe(64 * 1024)
  let sentAt = 0
  let head = ''
  let awaited = 0

  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: { buffer, callback: read },
  })
  socket.once('connect', send)
  socket.once('error', reject)
  socket.once('close', () => reject(new Error(`the server on port ${port} closed a connection`)))
  return promise

  function send(): void {
    const request = next()
    if (request === undefined) {
      resolve()
      socket.destroy()
      return
    }
    sentAt = performance.now()
    socket.write(request, 'latin1')
  }

  function read(length: number): boolean {
    if (awaited > 0) awaited -= length
    else {
      const earlier = head.length
      head += buffer.toString('latin1', 0, Math.min(length, HEAD_LIMIT))
      const size = sizeOf(head)
      if (size === undefined) return true
      awaited = size - earlier - length
      head = ''
    }
    if (awaited > 0) return true
    onAnswer(performance.now() - sentAt)
    send()
    return true
  }

  /**
   * The length in bytes of the whole answer that starts with `text`. Undefined while its head is
   * incomplete.
   */
  function sizeOf(text: string): number | undefined {
    const end = text.indexOf('\r\n\r\n')
    if (end === -1 && text.length < HEAD_LIMIT) return undefined
    const size = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
    if (end !== -1 && size !== undefined && text.startsWith('HTTP/1.1 200 '))
      return end + 4 + Number(size)
    socket.destroy(
      new Error(`the server on port ${port} sent what cannot be counted: ${text.slice(0, 200)}`),
    )
    return undefined
  }
}
