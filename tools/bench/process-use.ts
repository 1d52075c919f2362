// The use of a process and of the machine, by Linux's account of it; undefined elsewhere.

import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Linux counts in these for programs, whatever the kernel counts in. */
const TICK_MS = 10

/** Resident memory in MB (10^6 bytes). */
export function findMemory(pid: number): number | undefined {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`${pid}/status`))?.[1]
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
}

/** Milliseconds of processor time, user and system, that all threads of a process have used so far. */
export function findProcessorTime(pid: number): number | undefined {
  const folder = `/proc/${pid}/task`
  if (!existsSync(folder)) return undefined
  const times = readdirSync(folder).map((thread) => schedulingOf(`${pid}/task/${thread}`)[0])
  return times.reduce<number | undefined>(
    (total, time) => (total === undefined || time === undefined ? undefined : total + time),
    0,
  )
}

/** Milliseconds so far that the main thread was ready and waited for a processor. */
export const findQueueTime = (pid: number): number | undefined => schedulingOf(String(pid))[1]

/** Milliseconds of processor time that all programs have used so far, and other machines on the same hardware. */
export function findMachineTime(): number | undefined {
  const [user, nice, system, , , interrupts, soft, stolen] = read('stat')
    .split('\n', 1)
    .flatMap((line) => line.split(/ +/).slice(1).map(Number))
  const used = [user, nice, system, interrupts, soft, stolen]
  return user === undefined
    ? undefined
    : used.reduce<number>((total, ticks) => total + (ticks ?? 0), 0) * TICK_MS
}

/** Milliseconds on a processor, and waiting for one. */
const schedulingOf = (task: string): number[] =>
  (/^\d+ \d+/.exec(read(`${task}/schedstat`))?.[0] ?? '')
    .split(' ')
    .filter(Boolean)
    .map((nanoseconds) => Number(nanoseconds) / 1e6)

function read(name: string): string {
  const file = `/proc/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
