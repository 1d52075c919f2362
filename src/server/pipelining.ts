// Clients that pipeline. Node.js parses all their requests that arrive together, and would answer a
// thousand of them before it reads from another connection. It would also keep all the answers in
// memory while the client reads none.

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate } from '../clock/real-time.ts'

/** So many requests of one connection begin in one turn, while their answers are short and quick. */
const AT_ONCE = 8
/** In bytes. While an answer with more is unread, the next request waits. */
const MUCH = 64 * 1024

type Request = { readonly response: ServerResponse; readonly begin: () => void }

export function createPipelining() {
  /** The requests that wait to begin, in the order of their arrival. */
  const waiting = new WeakMap<Socket, Request[]>()

  /** Begins a request now, or after earlier ones of its connection. */
  function enter(response: ServerResponse, begin: () => void): void {
    const { socket } = response.req
    const queue = waiting.get(socket)
    if (queue) queue.push({ response, begin })
    // An answer without a connection waits for earlier answers of a pipelining client.
    else if (response.socket === null) wait(socket, { response, begin })
    else begin()
  }

  /** Nothing more is read meanwhile, so the queue stays short. */
  function wait(socket: Socket, request: Request): void {
    waiting.set(socket, [request])
    socket.pause()
    setImmediate(beginSome, socket, 1)
  }

  function beginSome(socket: Socket, count: number): void {
    const queue = waiting.get(socket) ?? []
    let last: ServerResponse | undefined
    for (const { response, begin } of queue.splice(0, count)) {
      last = response
      begin()
    }
    if (queue.length > 0) return void setImmediate(goOn, socket, last)
    waiting.delete(socket)
    socket.resume()
  }

  /** Answers leave in their order, so the end of the last one is the end of all. */
  function goOn(socket: Socket, last: ServerResponse | undefined): void {
    if (last && isMuchUnread(last)) last.once('close', () => beginSome(socket, 1))
    else beginSome(socket, last?.headersSent === true ? AT_ONCE : 1)
  }

  return { enter }
}

const isMuchUnread = (response: ServerResponse): boolean =>
  !response.destroyed && !response.writableFinished && response.writableLength > MUCH
