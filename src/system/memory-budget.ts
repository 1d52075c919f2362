// The bytes that the mock may keep besides the rows, as shares of the memory that `--memory` names.

const MIB = 1024 * 1024

/**
 * The size of a process that keeps nothing: Node.js, the code, SQLite's cache, and V8's heap for answers and for the judgement
 * of one user. `npm run soak` measures it.
 */
const OF_PROCESS_MIB = 208

/** The least that `--memory` may name, in MiB. */
export const MIN_MEMORY_MIB = 224

export type MemoryBudget = {
  /** Of the journal's entries. */
  readonly journal: number
  /** Of bodies that were rendered before. */
  readonly bodies: number
  /** How many cursors are known of entries that left the journal. */
  readonly cursors: number
}

/** `memory`: what the process should take, in MiB. */
export function budgetOf(memory: number): MemoryBudget {
  const kept = Math.max(0, memory - OF_PROCESS_MIB) * MIB
  return {
    journal: Math.floor(kept / 2),
    bodies: Math.min(MAX_BODIES, Math.floor(kept / 5)),
    cursors: Math.min(MAX_CURSORS, Math.floor(kept / 10 / BYTES_OF_CURSOR)),
  }
}

/** A page that is asked for more often than others is among the first thousand. */
const MAX_BODIES = 16 * MIB
const MAX_CURSORS = 1_000_000
/** Of a number in a Set, measured. */
const BYTES_OF_CURSOR = 56
