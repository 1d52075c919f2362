// Numbers that only the holder of the key can predict. The same key and label give the same numbers.

import { createHmac, createSecretKey, hash } from 'node:crypto'

/** A whole number from 0 and below `size`, which is at most 65,536. */
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
