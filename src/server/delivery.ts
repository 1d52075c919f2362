// Sends an answer: at once, late, slowly, in part, or not at all.

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate } from '../clock/real-time.ts'
import type { Delivery } from '../exchange/delivery.ts'
import type { Answer } from '../laravel/http.ts'
import { hangUp, isStillComing } from '../transport/hang-up.ts'
import { createSlowAnswers } from './slow-answers.ts'
import { createWaitingRoom } from './waiting-room.ts'

export type Deliverer = ReturnType<typeof createDeliverer>

const MAX_SLOW_SECONDS = 60
/** In bytes. The system takes about a millisecond for them. */
const SENT_AT_ONCE = 128 * 1024

/** `onError` receives the error when an answer cannot be sent. The connection is then closed. */
export function createDeliverer({ onError }: { onError: (error: unknown) => void }) {
  const waiting = createWaitingRoom()
  const slowAnswers = createSlowAnswers()
  let isClosed = false

  function send(response: ServerResponse, delivery: Delivery, isHead: boolean): void {
    const { delay, answer, onHangUp } = delivery
    if (onHangUp) response.once('close', () => response.writableFinished || onHangUp())
    if (delay <= 0 || isClosed) return deliver(response, delivery, isHead)
    waiting.hold(response.req.socket, {
      milliseconds: delay,
      bytes: answer.body.length,
      leave: () => deliver(response, delivery, isHead),
    })
  }

  function deliver(response: ServerResponse, delivery: Delivery, isHead: boolean): void {
    const { answer, bytesPerSecond, cutAt, end } = delivery
    if (end !== undefined) return inTurn(response, (socket) => endings[end](socket))
    if ((bytesPerSecond === undefined && cutAt === undefined) || isHead || isBodiless(answer))
      return sendWhole(response, delivery, isHead)
    inTurn(response, (socket) => sendPart(response, socket, delivery))
  }

  function sendWhole(response: ServerResponse, delivery: Delivery, isHead: boolean): void {
    const { answer, date } = delivery
    const { status, headers, body, parts } = answer
    try {
      if (isStillComing(response.req))
        return hangUp(response, {
          status,
          headers: { Date: date, ...headers },
          body: Buffer.from(body, 'latin1'),
        })
      if (isHead || isBodiless(answer)) response.writeHead(status, linesOf(delivery)).end()
      else if (parts) sendParts(response.writeHead(status, linesWithLength(delivery)), parts)
      else response.writeHead(status, linesWithLength(delivery)).end(body, 'latin1')
    } catch (error) {
      giveUp(response, error)
    }
  }

  function sendPart(response: ServerResponse, socket: Socket, delivery: Delivery): void {
    const { answer, bytesPerSecond, cutAt } = delivery
    const { status, body } = answer
    try {
      response.writeHead(status, linesWithLength(delivery)).flushHeaders()
    } catch (error) {
      return giveUp(response, error)
    }
    const part = cutAt === undefined ? body : body.slice(0, cutAt)
    const finish = (): void => void (cutAt === undefined ? response.end() : socket.destroySoon())
    if (bytesPerSecond !== undefined && !isClosed)
      return slowAnswers.send(response, { part, rate: rateFor(body, bytesPerSecond), finish })
    if (part !== '') response.write(part, 'latin1')
    finish()
  }

  /**
   * A header that repeats text of the request may hold characters that Node.js refuses to write.
   */
  function giveUp(response: ServerResponse, error: unknown): void {
    inTurn(response, (socket) => socket.destroy())
    onError(error)
  }

  return {
    send,
    /**
     * Sends all delayed answers and the rest of slow ones at once. Later answers are no longer
     * delayed.
     */
    close(): void {
      isClosed = true
      waiting.empty()
      slowAnswers.hurry()
    },
  }
}

/** Writes the next parts when the client has taken the ones before, and others had their turn. */
function sendParts(response: ServerResponse, parts: readonly string[]): void {
  let next = 0
  send()

  function send(): void {
    let length = 0
    while (next < parts.length && length < SENT_AT_ONCE) {
      const part = parts[next++] ?? ''
      length += part.length
      if (!response.write(part, 'latin1')) return void response.once('drain', sendLater)
    }
    if (next < parts.length) sendLater()
    else response.end()
  }

  function sendLater(): void {
    setImmediate(send)
  }
}

const endings = {
  reset: (socket) => void socket.resetAndDestroy(),
  empty: (socket) => socket.destroySoon(),
} satisfies Record<string, (socket: Socket) => void>

/** The names and values of the headers in turn. Node.js writes a list faster than an object. */
function linesOf({ answer: { headers }, date }: Delivery): string[] {
  const lines = ['Date', headers['Date'] ?? date]
  for (const name in headers) if (name !== 'Date') lines.push(name, headers[name] ?? '')
  return lines
}

/**
 * The last list with a length. Node.js reads a list at once, so answers with equal headers share it.
 */
let shared: { readonly headers?: Answer['headers']; readonly lines: string[] } = { lines: [] }

function linesWithLength(delivery: Delivery): string[] {
  const { answer, date } = delivery
  if (answer.headers !== shared.headers)
    shared = { headers: answer.headers, lines: [...linesOf(delivery), 'Content-Length', ''] }
  const { lines } = shared
  lines[1] = answer.headers['Date'] ?? date
  lines[lines.length - 1] = String(answer.body.length)
  return lines
}

const isBodiless = ({ status }: Answer): boolean => status === 204 || status === 304

const rateFor = ({ length }: string, bytesPerSecond: number): number =>
  Math.max(bytesPerSecond, Math.ceil(length / MAX_SLOW_SECONDS))

/**
 * Runs `work` on the connection after a pipelining client's earlier answers are sent. It does
 * nothing when the connection is gone.
 */
function inTurn(response: ServerResponse, work: (socket: Socket) => void): void {
  if (!response.socket) return void response.once('socket', work)
  if (!response.socket.destroyed) work(response.socket)
}
