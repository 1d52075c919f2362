// The use of a process, by Linux's account of it; undefined elsewhere.

import { existsSync, readFileSync } from 'node:fs'

/** Resident memory in MB (10^6 bytes). */
export function findMemory(pid: number): number | undefined {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1]
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
}

/** Processor time of all threads so far, in clock ticks. */
export function findTicks(pid: number): number | undefined {
  // The fields after the command, which may hold spaces; utime and stime are the 14th and 15th of all.
  const fields = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
  return fields[11] === undefined ? undefined : Number(fields[11]) + Number(fields[12])
}

/** Milliseconds so far that the main thread was ready and waited for a processor. */
export function findQueueTime(pid: number): number | undefined {
  const nanoseconds = read(pid, 'schedstat').split(' ')[1]
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6
}

function read(pid: number, name: string): string {
  const file = `/proc/${pid}/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
