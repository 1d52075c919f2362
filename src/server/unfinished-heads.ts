// Bounds the heads of requests that clients have begun and not finished, for all connections
// together. Node.js keeps each header as texts, which take several times the bytes that have come.

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { clearInterval, setInterval } from '../clock/real-time.ts'

/** Fewer connections cannot have begun too much. */
const MANY = 256
/** In bytes as they came. The clients with the longest unfinished heads are cut off above it. */
const MAX_BYTES = 4 * 1024 * 1024
const LOOK_MS = 100

type Connection = {
  /** The bytes that had come before the head. */
  before: number
  /** The answer to the last request, until its end is seen. */
  last: ServerResponse | undefined
}

export function createUnfinishedHeads({ many = MANY, maxBytes = MAX_BYTES } = {}) {
  const connections = new Map<Socket, Connection>()
  let looking: NodeJS.Timeout | undefined

  function open(socket: Socket): void {
    connections.set(socket, { before: 0, last: undefined })
    socket.once('close', () => connections.delete(socket))
    if (connections.size > many) looking ??= setInterval(look, LOOK_MS).unref()
  }

  /** Call this for each request, when its head is whole. */
  function enter(response: ServerResponse): void {
    const connection = connections.get(response.req.socket)
    if (connection) connection.last = response
  }

  function look(): void {
    const heads: { readonly socket: Socket; readonly length: number }[] = []
    let bytes = 0
    for (const [socket, connection] of connections) {
      const length = lengthOfHead(socket, connection)
      if (length === 0) continue
      heads.push({ socket, length })
      bytes += length
    }
    if (bytes > maxBytes)
      for (const { socket, length } of heads.toSorted((a, b) => b.length - a.length)) {
        if (bytes <= maxBytes) break
        bytes -= length
        socket.destroy()
      }
    if (connections.size > many) return
    clearInterval(looking)
    looking = undefined
  }

  return { open, enter }
}

/** Bytes during a request belong to its body, or to requests that wait. */
function lengthOfHead(socket: Socket, connection: Connection): number {
  const { last } = connection
  if (last) {
    connection.before = socket.bytesRead
    if (last.writableFinished && last.req.complete) connection.last = undefined
  }
  return socket.bytesRead - connection.before
}
