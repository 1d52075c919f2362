// A client in a process of its own. It requests a small page every 2 milliseconds. When it receives
// a message, it reports how long it waited.
//
// The mock must not be blamed for a busy machine. Linux counts how long a process waits for a
// processor. The longer of these times, of the mock and of this client, is subtracted from each
// wait.

import { connect } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { findQueueTime } from '../bench/process-use.ts'
import { createWaits } from './waits.ts'

const PAUSE_MS = 2
/** The loop's timer fires every millisecond. On an idle machine it is only a little late. */
const USUAL_LOOP_MS = 2

const [port, token, mockPid] = process.argv.slice(2)
const request = `GET /api/user/conversations?per_page=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`
const socket = connect(Number(port), '127.0.0.1')
const loop = monitorEventLoopDelay({ resolution: 1 })
const waits = createWaits()
let sentAt = 0
let queuedAtStart: readonly number[] = []

process.on('message', () => {
  // A request without an answer yet counts with its wait until now.
  if (sentAt !== 0) waits.add(performance.now() - sentAt, stolen())
  process.send?.(waits.take())
})

function send(): void {
  queuedAtStart = queueTimes()
  loop.reset()
  sentAt = performance.now()
  socket.write(request)
}

// The answer is short and arrives in one piece.
socket.on('data', () => {
  const wait = performance.now() - sentAt
  waits.add(wait, stolen())
  sentAt = 0
  void sleep(PAUSE_MS).then(send)
})
socket.once('error', (error) => {
  process.stderr.write(`the probing client lost its connection: ${error.message}\n`)
  process.exit(1)
})
socket.once('connect', () => {
  loop.enable()
  send()
})

/** Milliseconds since the request was sent for which the machine, not the mock, is responsible. */
function stolen(): number {
  const queued = queueTimes().map((time, index) => time - (queuedAtStart[index] ?? time))
  return Math.max(0, ...queued, loop.max / 1e6 - USUAL_LOOP_MS)
}

function queueTimes(): number[] {
  return [Number(mockPid), process.pid].map((pid) => findQueueTime(pid) ?? 0)
}
