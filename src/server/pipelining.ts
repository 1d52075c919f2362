// Clients that pipeline. Node.js parses all their requests that arrive together, and would answer a
// thousand of them before it reads from another connection. It would also keep all the answers in
// memory while the client reads none.
//
// Bodies in chunks wait in the same way, because 64 KiB may hold ten thousand chunks.

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { performance, setImmediate } from '../clock/real-time.ts'
import { createAdmission } from './admission.ts'

/** So many requests of one connection begin in one turn, after an answer that was short and quick. */
const AT_ONCE = 8
/** The time in which requests of all connections begin in one turn. */
const TURN_MS = 2
/** In bytes. The next request waits while the answer before is not sent, or has more unread bytes. */
const MUCH = 64 * 1024
/** While more requests wait, no further connection is read for the first time or again. */
const MAX_WAITING = 8000

type Request = { readonly response: ServerResponse; readonly begin: () => void }

type Client = {
  readonly socket: Socket
  /** The requests that wait to begin, in the order of their arrival. */
  readonly queue: Request[]
  /** The answer to the request that began last. */
  last?: ServerResponse | undefined
}

export function createPipelining(maxWaiting = MAX_WAITING) {
  const clients = new Map<Socket, Client>()
  /** The clients whose next request waits for their last answer. */
  const held = new Set<Client>()
  /** The clients that go on, in their order. */
  let ready: Client[] = []
  let waiting = 0
  let isScheduled = false
  /** Whether a request with a body in chunks has begun in this turn. */
  let hasBegunChunks = false
  const admission = createAdmission(() => waiting < maxWaiting || cutOffOne())

  /** Begins a request now, or after earlier ones of its connection. */
  function enter(response: ServerResponse, begin: () => void): void {
    const { socket } = response.req
    const client = clients.get(socket)
    if (client) add(client, { response, begin })
    // An answer without a connection waits for earlier answers of a pipelining client.
    else if (response.socket === null || isInChunks(response)) wait(socket, { response, begin })
    else begin()
  }

  function add({ queue }: Client, request: Request): void {
    queue.push(request)
    waiting++
  }

  /** Nothing more is read meanwhile, so the queue stays short. */
  function wait(socket: Socket, request: Request): void {
    const client: Client = { socket, queue: [] }
    clients.set(socket, client)
    socket.pause()
    add(client, request)
    makeReady(client)
  }

  function makeReady(client: Client): void {
    ready.push(client)
    if (!isScheduled) setImmediate(takeTurn)
    isScheduled = true
  }

  function takeTurn(): void {
    isScheduled = false
    hasBegunChunks = false
    const end = performance.now() + TURN_MS
    const before = ready
    ready = []
    let count = 0
    while (count < before.length && performance.now() < end) goOn(before[count++])
    const rest = before.slice(count)
    if (rest.length > 0) ready = [...rest, ...ready]
    if (ready.length > 0 && !isScheduled) setImmediate(takeTurn)
    isScheduled = ready.length > 0
    admission.goOn()
  }

  function goOn(client: Client | undefined): void {
    if (!client) return
    const { socket, queue, last } = client
    // Answers leave in their order, so the end of the last one is the end of all.
    if (last && !socket.destroyed && mustEnd(last)) return hold(client, last)
    if (queue[0] && isInChunks(queue[0].response)) {
      if (hasBegunChunks) return makeReady(client)
      hasBegunChunks = true
    }
    for (const { response, begin } of queue.splice(0, last ? AT_ONCE : 1)) {
      client.last = response
      waiting--
      begin()
    }
    if (queue.length > 0) return makeReady(client)
    clients.delete(socket)
    admission.enter(socket)
  }

  /** An answer that waits for earlier ones hears nothing of the end of its connection. */
  function hold(client: Client, last: ServerResponse): void {
    const { socket } = client
    held.add(client)
    last.once('close', release)
    socket.once('close', release)

    function release(): void {
      last.off('close', release)
      socket.off('close', release)
      if (!held.delete(client)) return
      client.last = undefined
      makeReady(client)
    }
  }

  function drop({ socket, queue }: Client): void {
    waiting -= queue.splice(0).length
    clients.delete(socket)
  }

  /** Cuts off the held client with the most requests. Returns whether others may be read. */
  function cutOffOne(): boolean {
    const [longest] = [...held].toSorted((a, b) => b.queue.length - a.queue.length)
    if (!longest) return false
    held.delete(longest)
    drop(longest)
    longest.socket.destroy()
    return waiting < maxWaiting
  }

  return {
    enter,
    /** Call this for each new connection. */
    open: admission.enter,
  }
}

const isInChunks = ({ req }: ServerResponse): boolean => 'transfer-encoding' in req.headers

const mustEnd = (response: ServerResponse): boolean =>
  !response.destroyed &&
  !response.writableFinished &&
  (!response.headersSent || response.writableLength > MUCH)
