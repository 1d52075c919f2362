// Bounds the bodies that clients have begun and not finished, for all connections together. Anybody
// can begin a body, also without a token.

import type { IncomingMessage } from 'node:http'
import { clearInterval, setInterval } from '../clock/real-time.ts'

/** In bytes. While more has come, only the oldest unfinished body is read. */
const MAX_BYTES = 16 * 1024 * 1024
/** In bytes. A client may send each byte as a chunk, which takes memory and time. */
const CHUNK = 100
/** In bytes, with CHUNK. A client with smaller chunks is cut off instead of waiting. */
const TINY = 2 * CHUNK
/** A client that sends so many chunks is cut off when they have fewer than SMALLEST bytes on average. */
const MANY_CHUNKS = 1024
const SMALLEST = 16
/** In bytes. Shorter bodies never wait. */
const SHORT = 16 * 1024
/** A client that sends nothing for so long is cut off, if others wait for it. */
const MAX_SILENCE_MS = 10_000
/** The number of looks at a body before its client is cut off. */
const LOOKS = 10

type Body = {
  bytes: number
  chunks: number
  looks: number
  readonly take: (chunk: Uint8Array) => void
}

export type UnfinishedBodies = ReturnType<typeof createUnfinishedBodies>

export function createUnfinishedBodies({ maxBytes = MAX_BYTES, maxSilence = MAX_SILENCE_MS } = {}) {
  /** The oldest is the first one. */
  const bodies = new Map<IncomingMessage, Body>()
  const waiting = new Set<IncomingMessage>()
  let bytes = 0
  let looking: NodeJS.Timeout | undefined
  return { enter, leave }

  /** Call it when the reading of the body begins. The reader listens to `data` and never pauses. */
  function enter(request: IncomingMessage): void {
    const body: Body = { bytes: 0, chunks: 0, looks: 0, take }
    const end = (): void => leave(request)
    bodies.set(request, body)
    request.on('data', take).once('end', end).once('close', end)

    function take(chunk: Uint8Array): void {
      body.bytes += chunk.length + CHUNK
      bytes += chunk.length + CHUNK
      body.chunks++
      body.looks = 0
      if (body.chunks > MANY_CHUNKS && body.bytes < body.chunks * (CHUNK + SMALLEST))
        return void request.destroy()
      if (bytes <= maxBytes || body.bytes <= SHORT || isOldest(request)) return
      // Node.js would keep each of the chunks that have already arrived.
      if (body.bytes < body.chunks * TINY) request.socket.destroy()
      else wait(request)
    }
  }

  /** Call it when the rest of the body is not kept. */
  function leave(request: IncomingMessage): void {
    const body = bodies.get(request)
    if (!body) return
    request.off('data', body.take)
    bodies.delete(request)
    waiting.delete(request)
    bytes -= body.bytes
    goOn()
  }

  function isOldest(request: IncomingMessage): boolean {
    return bodies.keys().next().value === request
  }

  function wait(request: IncomingMessage): void {
    request.pause()
    waiting.add(request)
    looking ??= setInterval(look, maxSilence / LOOKS).unref()
  }

  /** The oldest body goes on in any case, so that one of them ends. */
  function goOn(): void {
    for (const request of waiting)
      if (bytes <= maxBytes || isOldest(request)) {
        waiting.delete(request)
        request.resume()
      }
    if (waiting.size > 0) return
    clearInterval(looking)
    looking = undefined
  }

  function look(): void {
    for (const [request, body] of bodies)
      if (!waiting.has(request) && ++body.looks > LOOKS) request.socket.destroy()
  }
}
