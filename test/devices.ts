// Devices of the tests' own. A test never names a device of the machine, which a mistake could replace.

import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The minor numbers of Linux's memory devices, whose major number is 1. */
const MINOR = { null: 3, full: 7 } as const

/** Throws where this user or this file system may not have devices. */
export function makeDevice(path: string, name: keyof typeof MINOR): void {
  execFileSync('mknod', ['-m', '600', path, 'c', '1', String(MINOR[name])], { stdio: 'ignore' })
  closeSync(openSync(path, 'w'))
}

/** Whether the tests can make devices of their own. Only root can, on Linux. */
export const canMakeDevices = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'devices-'))
  try {
    makeDevice(join(folder, 'null'), 'null')
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
})()
