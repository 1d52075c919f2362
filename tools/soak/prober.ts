// A client, a process of its own, that asks for a light page every other millisecond, and tells how long it waited at most.

import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 2

const [port, token] = process.argv.slice(2)
const request = `GET /api/user/conversations?per_page=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`
const socket = connect(Number(port), '127.0.0.1')
let longest = 0
let sentAt = 0

process.on('message', () => {
  // A request that is still under way has waited as well.
  process.send?.(Math.max(longest, sentAt === 0 ? 0 : performance.now() - sentAt))
  longest = 0
})

function send(): void {
  sentAt = performance.now()
  socket.write(request)
}

// The answer is short: it comes in one piece.
socket.on('data', () => {
  longest = Math.max(longest, performance.now() - sentAt)
  sentAt = 0
  void sleep(PAUSE_MS).then(send)
})
socket.once('connect', send)
