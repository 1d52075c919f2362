// Reads from Linux how much a process and the whole machine use. Other systems return undefined.

import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Linux reports time to programs in units of 10 ms, whatever unit the kernel uses. */
const TICK_MS = 10

/** Resident memory in MB (10^6 bytes). */
export function findMemory(pid: number): number | undefined {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`${pid}/status`))?.[1]
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
}

/** Milliseconds of processor time, user and system, of all threads of a process until now. */
export function findProcessorTime(pid: number): number | undefined {
  const folder = `/proc/${pid}/task`
  if (!existsSync(folder)) return undefined
  const times = readdirSync(folder).map((thread) => schedulingOf(`${pid}/task/${thread}`)[0])
  return times.reduce<number | undefined>(
    (total, time) => (total === undefined || time === undefined ? undefined : total + time),
    0,
  )
}

/** Milliseconds in which the main thread was ready but waited for a processor, until now. */
export const findQueueTime = (pid: number): number | undefined => schedulingOf(String(pid))[1]

/**
 * Milliseconds of processor time of all programs until now, including the time that a hypervisor
 * gave to other virtual machines.
 */
export function findMachineTime(): number | undefined {
  const [user, nice, system, , , interrupts, soft, stolen] = read('stat')
    .split('\n', 1)
    .flatMap((line) => line.split(/ +/).slice(1).map(Number))
  const used = [user, nice, system, interrupts, soft, stolen]
  return user === undefined
    ? undefined
    : used.reduce<number>((total, ticks) => total + (ticks ?? 0), 0) * TICK_MS
}

/** Milliseconds on a processor, and milliseconds of waiting for one. */
const schedulingOf = (task: string): number[] =>
  (/^\d+ \d+/.exec(read(`${task}/schedstat`))?.[0] ?? '')
    .split(' ')
    .filter(Boolean)
    .map((nanoseconds) => Number(nanoseconds) / 1e6)

function read(name: string): string {
  const file = `/proc/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
