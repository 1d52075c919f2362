// Bounds the long answers that clients have not read yet, for all connections together. The system
// takes only a part of a long answer, and the mock keeps the rest until the client reads on.

import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { setImmediate } from '../clock/real-time.ts'
import type { Delivery } from '../exchange/delivery.ts'

/** In bytes. A longer answer makes its client a heavy one. */
const LONG = 64 * 1024
/** In bytes. While more is unread, the requests of heavy clients wait. */
const MAX_UNREAD = 32 * 1024 * 1024
/** A client that reads nothing for so long is cut off, if others wait for it. */
const MAX_SILENCE_MS = 10_000
/** A limit for the memory of this module. */
const MAX_HEAVY = 10_000

export type UnreadAnswers = ReturnType<typeof createUnreadAnswers>

/**
 * Clients are told apart by their Authorization header. `areOthersWaiting` says whether requests
 * wait here, and `goOn` is called when they may go on.
 */
export function createUnreadAnswers(
  areOthersWaiting: () => boolean,
  goOn: () => void,
  maxSilence = MAX_SILENCE_MS,
) {
  let unread = 0
  const heavy = new Set<string>()
  return { mustWait, note }

  /** Clients with short answers never wait for slow readers of long ones. */
  function mustWait(headers: IncomingHttpHeaders): boolean {
    return unread > MAX_UNREAD && heavy.has(clientOf(headers))
  }

  /**
   * Call it before the answer is sent. Answers that the mock delays or sends slowly do not count,
   * because their clients are not to blame.
   */
  function note(response: ServerResponse, headers: IncomingHttpHeaders, delivery: Delivery): void {
    const { answer, delay, bytesPerSecond } = delivery
    const { length } = answer.body
    if (delay > 0 || bytesPerSecond !== undefined) return
    const client = clientOf(headers)
    if (length <= LONG) {
      if (heavy.size > 0) heavy.delete(client)
      return
    }
    if (heavy.size >= MAX_HEAVY) heavy.clear()
    heavy.add(client)
    if (response.destroyed) return
    unread += length
    let isUnread = true
    // Node.js sets the time for the next request when an answer is finished, so end() comes before.
    response.prependOnceListener('finish', end).once('close', end)
    const { socket } = response.req
    // Requests that are injected have no connection.
    if (socket instanceof Socket) response.setTimeout(maxSilence, cutOff)

    function end(): void {
      if (!isUnread) return
      isUnread = false
      response.off('timeout', cutOff)
      if (socket instanceof Socket) socket.setTimeout(0)
      unread -= length
      setImmediate(goOn)
    }

    function cutOff(): void {
      if (areOthersWaiting()) socket.destroy()
      else socket.setTimeout(maxSilence)
    }
  }
}

const clientOf = ({ authorization = '' }: IncomingHttpHeaders): string => authorization
