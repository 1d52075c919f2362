// Lets few connections be read in one turn. Node.js parses 64 KiB of each connection at a time, which
// may hold hundreds of requests.

import type { Socket } from 'node:net'
import { setImmediate } from '../clock/real-time.ts'

/** The number of connections that begin to be read in one turn. */
const AT_ONCE = 1

export type Admission = ReturnType<typeof createAdmission>

/** `mayRead` says whether a further connection may be read. */
export function createAdmission(mayRead: () => boolean) {
  /** The connections that are not read yet, in their order. */
  const waiting = new Set<Socket>()
  let admitted = 0
  let isScheduled = false

  /** Call this for a new connection, and for one that is paused. */
  function enter(socket: Socket): void {
    schedule()
    if (waiting.size === 0 && admitted < AT_ONCE && mayRead()) return read(socket)
    socket.pause()
    waiting.add(socket)
  }

  function read(socket: Socket): void {
    admitted++
    if (socket.isPaused()) socket.resume()
  }

  function schedule(): void {
    if (!isScheduled) setImmediate(takeTurn)
    isScheduled = true
  }

  function takeTurn(): void {
    isScheduled = false
    admitted = 0
    goOn()
  }

  /** Call this when mayRead() may have changed. */
  function goOn(): void {
    for (const socket of waiting) {
      if (admitted >= AT_ONCE) return schedule()
      if (!mayRead()) return
      waiting.delete(socket)
      read(socket)
    }
  }

  return { enter, goOn }
}
