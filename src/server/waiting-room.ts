// Delayed answers. Their number and size are bounded: when the room is full, the oldest answer
// leaves early.

import type { Socket } from 'node:net'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'

const MAX_WAITING = 10_000
const MAX_BYTES = 64 * 1024 * 1024

type Waiting = {
  readonly milliseconds: number
  /** The number of bytes that the answer holds in memory. */
  readonly bytes: number
  readonly leave: () => void
}

type WaitingAnswer = Waiting & {
  readonly timer: NodeJS.Timeout
  readonly ofSocket: Set<WaitingAnswer>
}

export function createWaitingRoom() {
  const answers = new Set<WaitingAnswer>()
  const bySocket = new WeakMap<Socket, Set<WaitingAnswer>>()
  let bytes = 0

  function free(answer: WaitingAnswer): void {
    clearTimeout(answer.timer)
    answers.delete(answer)
    answer.ofSocket.delete(answer)
    bytes -= answer.bytes
  }

  function release(answer: WaitingAnswer): void {
    free(answer)
    answer.leave()
  }

  /** Each connection gets one close listener, because a client may pipeline many requests. */
  function answersOf(socket: Socket): Set<WaitingAnswer> {
    const known = bySocket.get(socket)
    if (known) return known
    const own = new Set<WaitingAnswer>()
    bySocket.set(socket, own)
    socket.once('close', () => own.forEach(free))
    return own
  }

  return {
    /** Calls `leave` after the delay, unless the connection closes before. */
    hold(socket: Socket, waiting: Waiting): void {
      if (socket.destroyed) return
      const answer: WaitingAnswer = {
        ...waiting,
        ofSocket: answersOf(socket),
        timer: setTimeout(() => release(answer), waiting.milliseconds),
      }
      answer.ofSocket.add(answer)
      answers.add(answer)
      bytes += answer.bytes
      for (const oldest of answers) {
        if (answers.size <= MAX_WAITING && bytes <= MAX_BYTES) break
        release(oldest)
      }
    },

    /** Sends all delayed answers at once. */
    empty(): void {
      answers.forEach(release)
    },
  }
}
