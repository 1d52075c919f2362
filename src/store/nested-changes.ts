// A change within another one belongs to it: if the inner change fails, the outer one fails too,
// even if the work caught the error.

import type { ChangeNotes, Outdated } from './change-notes.ts'
import type { Run } from './write-statements.ts'

export function createNestedChanges(notes: Pick<ChangeNotes, 'add'>) {
  /** Errors of the changes within the current one. */
  const failures: unknown[] = []
  return {
    /** Runs an outer change. Throws if a change within it failed. */
    whole<T>(work: (run: Run) => T, run: Run): T {
      failures.length = 0
      const result = work(run)
      if (failures.length > 0) throw failures[0]
      return result
    },

    /** Runs a change within another one. */
    within<T>(work: (run: Run) => T, run: Run, outdated: Outdated): T {
      notes.add(outdated)
      try {
        return work(run)
      } catch (error) {
        failures.push(error)
        throw error
      }
    },
  }
}
