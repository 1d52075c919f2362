// Writes conversations without the triggers that record the baseline's rows.

import { dropTriggers, triggers } from './schema.ts'
import type { Run } from './statements.ts'

/** For more rows, recreating the triggers takes less time than checking them for each row. */
const MANY_ROWS = 500

/** Turns the triggers off during the work. Call this inside a change. */
export function withoutTriggers(run: Run, work: () => void): void {
  run('INSERT INTO aside VALUES (1)')
  work()
  run('DELETE FROM aside')
}

/**
 * Turns the triggers off for work on `count` rows. For many rows it drops them, because SQLite
 * deletes and replaces rows much faster in a table without triggers.
 */
export function withoutTriggersFor(count: number, run: Run, work: () => void): void {
  if (count < MANY_ROWS) return withoutTriggers(run, work)
  for (const drop of dropTriggers) run(drop)
  work()
  for (const trigger of triggers) run(trigger)
}
