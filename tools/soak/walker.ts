// A client on one keep-alive connection that walks its user's list repeatedly, each time in another
// way.

import { connect } from 'node:net'

export type WalkerOptions = {
  readonly port: number
  readonly token: string
  /** The user's number of conversations. Lists by cursor do not report a total. */
  readonly rows: number
  /**
   * The client's number. Clients with different numbers walk in different ways at the same time.
   */
  readonly number: number
  /** False ends the walker after the pending answer. */
  readonly mayGoOn: () => boolean
  readonly onAnswer: (status: number, milliseconds: number) => void
  /** The number of rows that a complete walk missed or brought twice. */
  readonly onWalk: (missed: number) => void
}

const list = '/api/user/conversations'

/**
 * The first page of each kind of walk. A target with `n` is unique, so the mock cannot share its
 * cached answer.
 */
const ways: readonly ((turn: number) => string)[] = [
  () => list,
  (turn) => `${list}?per_page=50&n=${turn}`,
  () => `${list}?type=widget`,
  (turn) => `${list}?per_page=10&date_from=2020-01-01&trace=client-${turn}-of-the-soak`,
  () => `${list}?cursor=`,
  (turn) => `${list}?cursor=&per_page=20&n=${turn}`,
]

/** Resolves when the walker has ended. Rejects when the mock closes the connection. */
export function walk({
  port,
  token,
  rows,
  number,
  mayGoOn,
  onAnswer,
  onWalk,
}: WalkerOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const tail = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nAccept: application/json\r\n\r\n`
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let walks = number
  let start = list
  let next: string | undefined
  let ids: string[] = []
  let answer = ''
  let size = Infinity
  let sentAt = 0

  socket.setEncoding('latin1')
  socket.once('connect', send)
  socket.on('data', read)
  socket.once('error', reject)
  socket.once('close', () => reject(new Error('the mock closed a connection')))
  return promise

  function send(): void {
    if (!mayGoOn()) {
      resolve()
      socket.destroy()
      return
    }
    if (next === undefined) {
      start = ways[walks % ways.length]?.(walks * 1000 + number) ?? list
      next = start
      ids = []
      walks++
    }
    sentAt = performance.now()
    socket.write(`GET ${next}${tail}`, 'latin1')
  }

  function read(chunk: string): void {
    answer += chunk
    if (size === Infinity) size = sizeOf(answer)
    if (answer.length < size) return
    const status = Number(answer.slice(9, 12))
    onAnswer(status, performance.now() - sentAt)
    next = status === 200 ? nextOf(answer, start) : undefined
    if (status === 200) ids.push(...idsOf(answer))
    if (status === 200 && next === undefined) onWalk(countMissed(ids, totalOf(answer) ?? rows))
    answer = ''
    size = Infinity
    send()
  }
}

/**
 * The length of the whole answer at the start of the text. Infinity while the length is unknown.
 */
function sizeOf(text: string): number {
  const end = text.indexOf('\r\n\r\n')
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
  return end === -1 || length === undefined ? Infinity : end + 4 + Number(length)
}

function nextOf(answer: string, start: string): string | undefined {
  const cursor = /"next_cursor":"([\w-]+)"/.exec(answer)?.[1]
  if (cursor !== undefined && start.includes('cursor='))
    return start.replace('cursor=', `cursor=${cursor}`)
  const page = /"next_page_url":"[^"]*[?&]page=(\d+)"/.exec(answer)?.[1]
  return page === undefined ? undefined : `${start}${start.includes('?') ? '&' : '?'}page=${page}`
}

const idsOf = (answer: string): string[] =>
  Array.from(answer.matchAll(/[[,]\{"id":"([\w-]+)","/g), ([, id]) => id ?? '')

function totalOf(answer: string): number | undefined {
  const total = /"total":(\d+)/.exec(answer)?.[1]
  return total === undefined ? undefined : Number(total)
}

/** The number of rows whose id is missing or appears more than once. */
export function countMissed(ids: readonly string[], total: number): number {
  const different = new Set(ids).size
  return Math.abs(total - different) + ids.length - different
}
