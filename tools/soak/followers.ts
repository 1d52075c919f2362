// Live streams of requests, of which some are not read.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from './admin.ts'

/** The ids that a follower heard: ids rise by one, so that a gap is a loss. */
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

/** Resolves with the number of missed requests, once the signal ends it. */
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

/** Resolves once the signal ends it. The mock may cut it off before. */
export async function followWithoutReading(admin: Admin, signal: AbortSignal): Promise<void> {
  try {
    await admin.follow(signal)
    await sleep(2 ** 31 - 1, undefined, { signal })
  } catch {
    // It ended, or was cut off.
  }
}
