// How much memory the mock may use besides the rows, as shares of `--memory`.

const MIB = 1024 * 1024

/**
 * The size in MiB of a process without any kept data. It includes Node.js, the code, SQLite's
 * cache, and V8's heap for answers and for judging one user. `npm run soak` measures it.
 */
const OF_PROCESS_MIB = 216

/** The smallest value that `--memory` accepts, in MiB. */
export const MIN_MEMORY_MIB = 232

type MemoryBudget = {
  /** The bytes for the entries of the journal. */
  readonly journal: number
  /** The bytes for rendered bodies that may be needed again. */
  readonly bodies: number
  /** The bytes of the faults, replies and scripts that callers give. */
  readonly given: number
  /** The bytes of judgements to whose requests nothing was added since. */
  readonly judgements: number
  /** How many cursors to remember from entries that left the journal. */
  readonly cursors: number
}

/** `memory` is the wanted size of the process in MiB. */
export function budgetOf(memory: number): MemoryBudget {
  const kept = Math.max(0, memory - OF_PROCESS_MIB) * MIB
  return {
    journal: Math.floor((kept / 5) * 2),
    given: Math.floor(kept / 10),
    judgements: Math.floor(kept / 10),
    bodies: Math.min(MAX_BODIES, Math.floor(kept / 5)),
    cursors: Math.min(MAX_CURSORS, Math.floor(kept / 10 / BYTES_OF_CURSOR)),
  }
}

/** Enough for about a thousand pages, and so for every page that clients request often. */
const MAX_BODIES = 16 * MIB
const MAX_CURSORS = 1_000_000
/** The measured size of one number in a Set. */
const BYTES_OF_CURSOR = 56
