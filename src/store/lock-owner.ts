// A note beside a database names the process that uses it, for messages to other processes.

import { basename, dirname } from 'node:path'
import * as z from 'zod'
import { readOwnFile, writeOwnFile } from '../system/own-files.ts'

const Owner = z.object({
  pid: z.int().positive(),
  /** Present when the process listens. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  since: z.iso.datetime(),
  isShared: z.boolean(),
})
export type Owner = z.infer<typeof Owner>

/** Much more than an owner note needs. */
const MAX_BYTES = 4096

/** A failure to write the note is ignored, because the lock works without it. */
export function noteOwner(ownerPath: string, owner: Owner): void {
  try {
    writeOwnFile(dirname(ownerPath), basename(ownerPath), JSON.stringify(owner))
  } catch {
    // For example, the disk is full.
  }
}

/** Undefined when there is no valid note of this user. */
export function readOwner(ownerPath: string): Owner | undefined {
  try {
    return Owner.safeParse(JSON.parse(readOwnFile(ownerPath, MAX_BYTES) ?? 'null')).data
  } catch {
    return undefined
  }
}

const ADVICE = 'stop that, name another file, or start both with --shared'

export function explainOwner(owner: Owner | undefined): string {
  if (owner === undefined) return `another process is using it; ${ADVICE}`
  const { pid, url, since } = owner
  return `process ${pid}${url === undefined ? '' : ` (${url})`} has been using it since ${since}; ${ADVICE}`
}
