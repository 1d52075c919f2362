// Writing conversations without the triggers that remember what the baseline held.

import { dropTriggers, triggers } from './schema.ts'
import type { Run } from './statements.ts'

/** From here on, making the triggers again is cheaper than passing them with each row. */
const MANY_ROWS = 500

/** Within a change: the triggers stand aside while the work is done. */
export function withoutTriggers(run: Run, work: () => void): void {
  run('INSERT INTO aside VALUES (1)')
  work()
  run('DELETE FROM aside')
}

/** The same for work on so many rows: SQLite sorts out rows much faster where a table has no triggers at all. */
export function withoutTriggersFor(count: number, run: Run, work: () => void): void {
  if (count < MANY_ROWS) return withoutTriggers(run, work)
  for (const drop of dropTriggers) run(drop)
  work()
  for (const trigger of triggers) run(trigger)
}
