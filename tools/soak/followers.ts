// Follows live streams of requests. Some followers do not read.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from './admin.ts'

/** Collects the ids that a follower receives. Ids rise by one, so a gap is a loss. */
export function createHearing() {
  let rest = ''
  let last = 0
  let heard = 0
  let missed = 0
  return {
    add(piece: string): void {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (!line.startsWith('id: ')) continue
        const id = Number(line.slice(4))
        if (last > 0) missed += id - last - 1
        last = id
        heard++
      }
    },

    heard: (): number => heard,
    missed: (): number => missed,
  }
}

/** Resolves to the number of missed requests when the signal ends it. */
export async function followReading(admin: Admin, signal: AbortSignal): Promise<number> {
  const hearing = createHearing()
  const decoder = new TextDecoder('latin1')
  const { body } = await admin.follow(signal)
  const write = (chunk: Uint8Array): void => hearing.add(decoder.decode(chunk, { stream: true }))
  try {
    await body?.pipeTo(new WritableStream({ write }), { signal })
  } catch (error) {
    if (!signal.aborted) throw error
    return hearing.missed()
  }
  throw new Error('the mock cut off a follower that reads')
}

/** Resolves when the signal ends it. The mock may close the stream before. */
export async function followWithoutReading(admin: Admin, signal: AbortSignal): Promise<void> {
  try {
    await admin.follow(signal)
    await sleep(2 ** 31 - 1, undefined, { signal })
  } catch {
    // The signal ended the stream, or the mock closed it.
  }
}
