// Clients that pipeline. Node.js parses all their requests that arrive together, and would answer a
// thousand of them before it reads from another connection.

import type { Socket } from 'node:net'
import { setImmediate } from '../clock/real-time.ts'

/** So many requests of one connection begin in one turn of the event loop. */
const AT_ONCE = 8

type Begin = () => void

export function createPipelining() {
  /** The requests that wait to begin, in the order of their arrival. */
  const waiting = new Map<Socket, Begin[]>()

  /** Begins a request now, or after earlier ones. `isPipelined`: an earlier one has no answer yet. */
  function enter(socket: Socket, isPipelined: boolean, begin: Begin): void {
    const queue = waiting.get(socket)
    if (queue) queue.push(begin)
    else if (isPipelined) wait(socket, begin)
    else begin()
  }

  /** Nothing more is read meanwhile, so the queue stays short. */
  function wait(socket: Socket, begin: Begin): void {
    waiting.set(socket, [begin])
    socket.pause()
    setImmediate(beginSome, socket)
  }

  function beginSome(socket: Socket): void {
    const queue = waiting.get(socket) ?? []
    for (const begin of queue.splice(0, AT_ONCE)) begin()
    if (queue.length > 0) return void setImmediate(beginSome, socket)
    waiting.delete(socket)
    socket.resume()
  }

  return { enter }
}
