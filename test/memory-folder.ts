// Lets the tests write their temporary files to memory, where no change waits for a disk. A disk is
// busy for a while after `npm ci`. A TMPDIR that is set stays.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** On Linux, a file system in memory. Containers often have one of 64 MiB, which is too small. */
const MEMORY = '/dev/shm'
/** Bytes. The tests use a tenth of it at a time. */
const NEEDED = 2 ** 30

export function setup(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined || !isLarge()) return undefined
  const folder = mkdtempSync(join(MEMORY, 'conversations-mock-tests-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (canRunPrograms(folder)) process.env['TMPDIR'] = folder
  else remove()
  return remove
}

function isLarge(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= NEEDED
  } catch {
    return false
  }
}

/** Tests install packages and run them. Some systems forbid that in memory. */
function canRunPrograms(folder: string): boolean {
  const program = join(folder, 'program')
  try {
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 })
    execFileSync(program)
    return true
  } catch {
    return false
  }
}
