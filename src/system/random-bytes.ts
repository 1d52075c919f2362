// Unpredictable bytes for secrets and for names of files.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { randomBytes as fromCrypto } from 'node:crypto'

/** A start reads the device of the system, because loading node:crypto takes far longer. */
const DEVICE = '/dev/urandom'

export function randomBytes(count: number, device = DEVICE): Buffer {
  return readDevice(count, device) ?? fromCrypto(count)
}

/** Undefined without the device, as on Windows. */
function readDevice(count: number, device: string): Buffer | undefined {
  try {
    const file = openSync(device, 'r')
    try {
      if (!fstatSync(file).isCharacterDevice()) return undefined
      const bytes = Buffer.alloc(count)
      return readSync(file, bytes) === count ? bytes : undefined
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}
