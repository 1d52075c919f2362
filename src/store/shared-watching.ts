// Records changed rows in the file, so that a process learns which rows the others have changed.

import { DatabaseError } from './database-error.ts'
import type { Statements } from './statements.ts'
import type { Watching } from './watching.ts'

/** An id that stands for every row. */
const EVERY_ROW = 0

export function createSharedWatching(statements: Statements): Watching {
  const isWatched = (watch: number): boolean =>
    statements.first('SELECT 1 FROM watches WHERE id = ?', watch) !== undefined

  /** A watch that cannot be removed only gathers ids until a start removes it. */
  function end(watch: number): void {
    try {
      statements.changeOutdating('nothing', (run) => {
        run('DELETE FROM watches WHERE id = ?', watch)
        run('DELETE FROM watched_rows WHERE watch = ?', watch)
      })
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
    }
  }

  return {
    begin(datasetId) {
      const sql = 'INSERT INTO watches (dataset_id) VALUES (?) RETURNING id'
      const watch = statements.changeOutdating('nothing', () =>
        Number(statements.first(sql, datasetId)?.[0]),
      )
      return {
        changed() {
          const rows = statements.all('SELECT id FROM watched_rows WHERE watch = ?', watch)
          const ids = rows.map(([id]) => Number(id))
          return isWatched(watch) && !ids.includes(EVERY_ROW) ? ids : undefined
        },
        end: () => end(watch),
      }
    },

    note(run, datasetId, ids) {
      if (ids.length > 0) run(noteRows, JSON.stringify(ids), datasetId)
    },

    noteAll: (run, datasetId) => run(noteRows, JSON.stringify([EVERY_ROW]), datasetId),
  }
}

/** CROSS JOIN spares reading the ids where nobody watches. */
const noteRows = `INSERT OR IGNORE INTO watched_rows SELECT watches.id, value
  FROM watches CROSS JOIN json_each(?) WHERE dataset_id = ?`
