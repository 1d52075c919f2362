// Lets few callers send a dataset at the same time, because a row of 1 MiB is kept until it is
// whole. The bodies of the others stay unread.

import type { IncomingMessage } from 'node:http'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { MAX_SILENCE_MS } from './event-stream.ts'
import { createQueue } from './queue.ts'

const MAX_AT_ONCE = 8

export type Uploads = ReturnType<typeof createUploads>

export function createUploads(maxSilence = MAX_SILENCE_MS) {
  const queue = createQueue(MAX_AT_ONCE)

  /** A caller that sends nothing for long is cut off, if others wait for it. */
  async function nextOf<T>(chunks: AsyncIterator<T>, { socket }: IncomingMessage) {
    let timer = setTimeout(look, maxSilence).unref()
    function look(): void {
      if (queue.hasWaiting()) socket.destroy()
      else timer = setTimeout(look, maxSilence).unref()
    }
    try {
      return await chunks.next()
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    /** The body of a call, from its turn on. A refusal can be sent before all of it has come. */
    async *read(request: IncomingMessage): AsyncGenerator<Uint8Array, void> {
      await queue.enter()
      // By default, a half-read body closes the connection.
      const chunks: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false })
      try {
        for (let next; (next = await nextOf(chunks, request)).done !== true;) yield next.value
      } finally {
        queue.leave()
        await chunks.return?.()
      }
    },
  }
}
