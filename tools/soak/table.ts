// Prints how long a client waited during each call, one call per line.

import { median } from '../bench/median.ts'
import type { Check } from './bounds.ts'

/** All times of one run of a call, in milliseconds unless noted. */
export type Run = {
  /** The longest wait of the probing client. */
  readonly wait: number
  /** The longest wait, less the time that the machine gave to other processes. */
  readonly ownWait: number
  readonly medianWait: number
  readonly duration: number
  /** MB that the mock took in addition; undefined where this machine cannot tell. */
  readonly growth: number | undefined
  readonly status: number
  /** Seconds since the start. */
  readonly at: number
}

export type Measured = { readonly name: string; readonly runs: readonly Run[] }

/** A run counts as disturbed when other processes take more than this from a wait. */
const DISTURBED_MS = 2

export const head = line('call', ['worst', 'own', 'median', 'probe', 'call', 'MB'], 'status')

/**
 * The columns of a row: `worst` and `own` are the maximum of all runs.
 * `median` is the median of the runs' own waits, and `probe` is the usual wait.
 * `call` is the duration of the call, and `MB` the most memory that it took in addition.
 */
export function formatRow({ name, runs }: Measured): string {
  const values = [
    Math.max(...runs.map(({ wait }) => wait)),
    Math.max(...runs.map(({ ownWait }) => ownWait)),
    median(runs.map(({ ownWait }) => ownWait)),
    median(runs.map(({ medianWait }) => medianWait)),
    median(runs.map(({ duration }) => duration)),
    growthOf(runs),
  ]
  const disturbed = runs.filter((run) => run.wait - run.ownWait > DISTURBED_MS).length
  const statuses = [...new Set(runs.map(({ status }) => status))].join(' ')
  const note = disturbed > 0 ? `  disturbed in ${disturbed} of ${runs.length}` : ''
  return line(
    name,
    values.map((value) => value.toFixed(1)),
    `${statuses}${note}`,
  )
}

export function checkWaits(measured: readonly Measured[], bound: number): Check[] {
  return measured.flatMap(({ name, runs }) => {
    const longest = runs.toSorted((a, b) => b.ownWait - a.ownWait)[0]
    if (longest === undefined) return []
    const { ownWait, at } = longest
    return [{ what: `wait of a client during "${name}"`, value: ownWait, bound, unit: 'ms', at }]
  })
}

export function checkGrowth(measured: readonly Measured[], bound: number): Check[] {
  return measured.map(({ name, runs }) => ({
    what: `memory in addition during "${name}"`,
    value: growthOf(runs),
    bound,
    unit: 'MB',
    at: runs.at(-1)?.at ?? 0,
  }))
}

const growthOf = (runs: readonly Run[]): number =>
  Math.max(0, ...runs.map(({ growth = 0 }) => growth))

function line(name: string, values: readonly string[], end: string): string {
  return `${name.padEnd(34)} ${values.map((value) => value.padStart(8)).join(' ')}   ${end}`
}
