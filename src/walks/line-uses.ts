// The lines that a walk used, each with its last request over it.

import type { Step } from './step.ts'
import type { WalkStep } from './walk.ts'

/** The number of lines that a walk remembers. */
const MAX_USES = 16
/** The number of latest lines of which the next requests are known. Clients use few in turns. */
const TURNS = 4

export type Lines = {
  /** The line of a request: its connection or that connection's partner (lines.ts). */
  readonly lineOf: (step: Step) => number
  /** The next request over the line of a request. */
  readonly nextOf: (step: Step) => Step | undefined
}

export function createLineUses({ nextOf }: Pick<Lines, 'nextOf'>) {
  /** The line used last comes last. */
  const uses: WalkStep[] = []
  let nexts: readonly Step[] | undefined
  return { add, lastOver, size: () => uses.length, nexts: () => (nexts ??= findNexts()) }

  function add(step: WalkStep): void {
    nexts = undefined
    if (step.line === 0) return
    const index = uses.findLastIndex(({ line }) => line === step.line)
    if (index >= 0) uses.splice(index, 1)
    else if (uses.length === MAX_USES) uses.shift()
    uses.push(step)
  }

  /** The walk's last request over a line; undefined also when it was too long ago. */
  function lastOver(line: number): WalkStep | undefined {
    for (const use of uses) if (use.line === line) return use
    return undefined
  }

  /** The next requests over the lines that the walk used last. */
  function findNexts(): readonly Step[] {
    return uses.slice(-TURNS).flatMap((use) => nextOf(use) ?? [])
  }
}
