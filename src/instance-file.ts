// Where a running server notes its address, so that `conversations-mock health` finds it whatever port it got.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { realNow } from './clock/real-time.ts'

const Instance = z.object({ pid: z.int(), url: z.string(), startedAt: z.number() })
type Instance = z.infer<typeof Instance>

/** Also in a container with a read-only root: Docker mounts /dev/shm. */
const folders = (): string[] => {
  const bases = new Set([process.env['XDG_RUNTIME_DIR'] ?? '', tmpdir(), '/dev/shm'])
  bases.delete('')
  return [...bases].map((base) => join(base, `conversations-mock-${process.getuid?.() ?? 0}`))
}

/** Notes the address of this process; returns what removes the note. Does nothing where no folder can be written. */
export function writeInstance(url: string): () => void {
  const instance: Instance = { pid: process.pid, url, startedAt: realNow() }
  for (const folder of folders()) {
    const file = join(folder, `${process.pid}.json`)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(file, JSON.stringify(instance), { mode: 0o600 })
      return () => rmSync(file, { force: true })
    } catch {
      // This folder cannot be written; the next may.
    }
  }
  return () => undefined
}

/** The servers that still live, the one that was started last first. */
export function findInstances(): Instance[] {
  const instances = folders().flatMap(readInstances).filter(isAlive)
  return instances.toSorted((a, b) => b.startedAt - a.startedAt)
}

function readInstances(folder: string): Instance[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const parsed = Instance.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      return parsed.success ? [parsed.data] : []
    })
  } catch {
    return []
  }
}

function isAlive({ pid }: Instance): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
