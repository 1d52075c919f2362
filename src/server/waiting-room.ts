// Answers that wait for their time. Bounded: when it is full the one that came first leaves early.

import type { Socket } from 'node:net'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'

const MAX_WAITING = 10_000
const MAX_BYTES = 64 * 1024 * 1024

export type Waiting = {
  readonly milliseconds: number
  /** The bytes that it holds in memory. */
  readonly bytes: number
  readonly leave: () => void
}

type Seat = Waiting & { readonly timer: NodeJS.Timeout; readonly ofSocket: Set<Seat> }

export function createWaitingRoom() {
  const seats = new Set<Seat>()
  const bySocket = new WeakMap<Socket, Set<Seat>>()
  let bytes = 0

  function free(seat: Seat): void {
    clearTimeout(seat.timer)
    seats.delete(seat)
    seat.ofSocket.delete(seat)
    bytes -= seat.bytes
  }

  function release(seat: Seat): void {
    free(seat)
    seat.leave()
  }

  /** One listener for each connection, because a client may pipeline many requests. */
  function seatsOf(socket: Socket): Set<Seat> {
    const known = bySocket.get(socket)
    if (known) return known
    const own = new Set<Seat>()
    bySocket.set(socket, own)
    socket.once('close', () => own.forEach(free))
    return own
  }

  return {
    /** Lets it leave when its time has come, and never when the connection goes away before. */
    hold(socket: Socket, waiting: Waiting): void {
      if (socket.destroyed) return
      const seat: Seat = {
        ...waiting,
        ofSocket: seatsOf(socket),
        timer: setTimeout(() => release(seat), waiting.milliseconds),
      }
      seat.ofSocket.add(seat)
      seats.add(seat)
      bytes += seat.bytes
      for (const oldest of seats) {
        if (seats.size <= MAX_WAITING && bytes <= MAX_BYTES) break
        release(oldest)
      }
    },

    /** All leave at once. */
    empty(): void {
      seats.forEach(release)
    },
  }
}
