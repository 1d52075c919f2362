// Pseudo-random numbers from a key and a label. Nobody can predict them without the key.

import { createHmac, createSecretKey, hash } from 'node:crypto'

/** Returns a whole number from 0 to `size - 1`. `size` is at most 65,536. */
export type Chance = (size: number) => number

export function createChances(key: Uint8Array): (label: string) => Chance {
  const secret = createSecretKey(key)
  return (label) => {
    let block = createHmac('sha256', secret).update(label).digest()
    let at = 0
    return (size) => {
      if (at === block.length) {
        block = hash('sha256', block, 'buffer')
        at = 0
      }
      const number = block.readUInt16BE(at)
      at += 2
      return number % size
    }
  }
}
