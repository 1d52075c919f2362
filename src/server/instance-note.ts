// A running server notes its address in a file. `health` and `lint` then find it on any port.
//
// The reader does not trust a note: it only names an address. The server there must prove itself
// (instance-proof.ts).

import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { realNow } from '../clock/real-time.ts'
import { findOwnFolder, makeOwnFolder, readOwnFile, writeOwnFile } from '../system/own-files.ts'
import { randomBytes } from '../system/random-bytes.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'

/** Much more than a note needs, even with a chain of certificates. */
const MAX_BYTES = 65_536

/** Matches a literal loopback address only: no host name, no user, no path. */
const LOOPBACK_ORIGIN = /^https?:\/\/(?:127(?:\.\d{1,3}){3}|\[::1\]):\d{1,5}$/

/**
 * Identifies the start of a process by /proc. The system reuses process ids, but not with the same
 * start time.
 */
type Birth = Readonly<Record<'boot' | 'namespace' | 'ticks', string>>

/** Only a reader needs the schema, so no start builds it. */
const createSchema = () =>
  z.object({
    pid: z.int().positive(),
    birth: z.object({ boot: z.string(), namespace: z.string(), ticks: z.string() }).nullable(),
    url: z.string().refine(isLoopbackOrigin),
    startedAt: z.number(),
    secret: z.string().min(1),
    /** The certificate in PEM of a mock that speaks HTTPS. */
    certificate: z.string().exactOptional(),
  })
export type Instance = z.infer<ReturnType<typeof createSchema>>

let Instance: ReturnType<typeof createSchema> | undefined

const isLoopbackOrigin = (url: string): boolean => LOOPBACK_ORIGIN.test(url) && URL.canParse(url)

type InstanceNote = {
  readonly forget: () => void
  /** The reason why the note was not written. */
  readonly problem?: string
}

/**
 * Folders for notes. Docker mounts /dev/shm, so a container with a read-only root has one as well.
 */
function bases(): string[] {
  const paths = new Set([process.env['XDG_RUNTIME_DIR'] ?? '', tmpdir(), '/dev/shm'])
  paths.delete('')
  return [...paths]
}

const folderName = (): string => `conversations-mock-${process.geteuid?.() ?? 0}`

/**
 * Notes the address of this process in the first trusted folder. It notes loopback addresses only.
 */
export function writeInstance(url: string, secret: string, certificate?: string): InstanceNote {
  if (!isLoopbackOrigin(url)) return { forget: () => undefined }
  const noted: Instance = {
    pid: process.pid,
    birth: findBirth(process.pid) ?? null,
    url,
    startedAt: realNow(),
    secret,
    ...(certificate !== undefined && { certificate }),
  }
  const problems: string[] = []
  for (const base of bases()) {
    try {
      const folder = makeOwnFolder(base, folderName())
      // Processes of several containers may share the folder and the process id.
      const name = `${process.pid}-${randomBytes(8).toString('hex')}.json`
      writeOwnFile(folder, name, JSON.stringify(noted))
      return { forget: () => removeNote(join(folder, name)) }
    } catch (error) {
      problems.push(codeOf(error) === undefined ? reasonOf(error) : `${base}: ${reasonOf(error)}`)
    }
  }
  return { forget: () => undefined, problem: problems.join('; ') }
}

/**
 * Lists the servers that may still run, the latest start first. Removes the notes of processes that
 * have ended.
 */
export function findInstances(): Instance[] {
  return bases()
    .flatMap((base) => notesIn(findOwnFolder(base, folderName())))
    .toSorted((a, b) => b.startedAt - a.startedAt)
}

function notesIn(folder: string | undefined): Instance[] {
  if (folder === undefined) return []
  try {
    return readdirSync(folder).flatMap((name) => readNote(join(folder, name)))
  } catch {
    return []
  }
}

/** Returns an empty list for a file that is not a valid note, so the other notes still count. */
function readNote(file: string): Instance[] {
  try {
    const parsed = (Instance ??= createSchema()).safeParse(
      JSON.parse(readOwnFile(file, MAX_BYTES) ?? 'null'),
    )
    if (!parsed.success) return []
    if (!hasEnded(parsed.data)) return [parsed.data]
    removeNote(file)
    return []
  } catch {
    return []
  }
}

/** A note that cannot be removed does no harm and must not stop a mock from ending. */
function removeNote(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // The folder may have become read-only, or a file may have replaced it.
  }
}

/** Whether the process has surely ended. A process of another container counts as alive. */
function hasEnded({ pid, birth }: Instance): boolean {
  const own = findBirth(process.pid)
  if (!birth || !own) return !hasProcess(pid)
  if (birth.boot !== own.boot) return true
  return birth.namespace === own.namespace && findBirth(pid)?.ticks !== birth.ticks
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

/** Undefined without such a process, or without /proc. */
function findBirth(pid: number): Birth | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The program name stands in parentheses and may itself hold spaces and parentheses.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return ticks === undefined
      ? undefined
      : { boot, namespace: readlinkSync('/proc/self/ns/pid'), ticks }
  } catch {
    return undefined
  }
}
