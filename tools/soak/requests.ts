// Sends requests of clients that paginate in different ways, as fast as one connection allows.

import { once } from 'node:events'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'

const BATCH = 100
const STATUS_LINE = 'HTTP/1.1 '

export type Requests = {
  readonly port: number
  readonly token: string
  /** Returns the query of the n-th request. */
  readonly way: (step: number) => string
  readonly count: number
}

/**
 * Complete walks, walks that stop early, single pages, repeated pages, and walks that lose their
 * filters.
 */
export const ways: readonly ((step: number) => string)[] = [
  (step) => `?per_page=100&page=${1 + (step % 20)}`,
  (step) => `?page=${1 + (step % 7)}`,
  (step) => `?page=${1 + ((step * 7919) % 133)}&per_page=15`,
  (step) => `?type=widget&page=${1 + (step % 3)}&utf8=yes`,
  (step) => `?page=${1 + (step % 133)}${step % 133 > 50 ? '' : '&type=widget'}`,
  (step) => `?date_from=2025-01-01&page=${1 + (step % 5)}&per_page=${10 + (step % 2)}`,
]

/** Requests are pipelined, because a hundred thousand of them must be sent within seconds. */
export async function makeRequests({ port, token, way, count }: Requests): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  for (let first = 0; first < count; first += BATCH) {
    const lines = Array.from(
      { length: BATCH },
      (_, index) =>
        `GET /api/user/conversations${way(first + index)} HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
    socket.write(lines.join(''))
    await readAnswers(socket, BATCH)
  }
  socket.destroy()
}

/** Resolves after `count` answers. A status line may arrive in two pieces. */
export async function readAnswers(stream: Readable, count: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fail = (): void => reject(new Error('the mock closed a connection'))
  let rest = ''
  let answers = 0
  const read = (chunk: Buffer): void => {
    const text = rest + chunk.toString('latin1')
    answers += text.split(STATUS_LINE).length - 1
    rest = text.slice(1 - STATUS_LINE.length)
    if (answers >= count) resolve()
  }
  stream.on('data', read).once('close', fail)
  await promise
  stream.off('data', read).off('close', fail)
}
