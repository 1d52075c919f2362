// Datasets that nobody points at any more. They are deleted a slice at a time in the background, because deleting a million
// rows takes as long as seeding them.

import Database from 'better-sqlite3'
import { clearImmediate, setImmediate } from '../clock/real-time.ts'
import { triggersAside } from './aside.ts'
import type { Run, Statements } from './statements.ts'
import type { Versions } from './versions.ts'

/** How many rows go at once: the server answers nothing in the meantime. */
const SLICE = 250

const tables = ['conversations', 'originals', 'touched', 'assistants', 'added_assistants'] as const

export type Garbage = ReturnType<typeof createGarbage>

export function createGarbage(statements: Statements, versions: Versions) {
  const drafts = new Set<number>()
  let next: NodeJS.Immediate | undefined
  let isStopped = false

  function collect(): void {
    if (!isStopped) next ??= setImmediate(deleteSlice).unref()
  }

  function deleteSlice(): void {
    next = undefined
    const spared = JSON.stringify([...drafts])
    if (statements.first(`SELECT 1 FROM garbage UNION ALL SELECT 1 ${unpointed} LIMIT 1`, spared) === undefined) return
    try {
      statements.change((run) => {
        run(`INSERT INTO garbage SELECT id ${unpointed}`, spared)
        run('DELETE FROM datasets WHERE id IN (SELECT dataset_id FROM garbage)')
        const datasetId = Number(statements.first('SELECT dataset_id FROM garbage LIMIT 1')?.[0])
        triggersAside(run, () => deleteRows(run, datasetId))
        versions.forget(datasetId)
      })
      collect()
    } catch (error) {
      // Nobody waits for this, and what is left goes the next time: say, when another process has stopped writing.
      if (!(error instanceof Database.SqliteError)) throw error
    }
  }

  return {
    /** Deletes later what nobody points at now. */
    collect,

    /** A draft lives although nobody points at it. */
    spare(datasetId: number): void {
      drafts.add(datasetId)
    },

    unspare(datasetId: number): void {
      drafts.delete(datasetId)
    },

    stop(): void {
      isStopped = true
      if (next) clearImmediate(next)
    },
  }
}

const unpointed = `FROM datasets WHERE id NOT IN (
  SELECT dataset_id FROM users UNION SELECT baseline_id FROM users UNION SELECT dataset_id FROM baseline_users UNION
  SELECT dataset_id FROM snapshots UNION SELECT value FROM json_each(?))`

function deleteRows(run: Run, datasetId: number): void {
  let left = SLICE
  for (const table of tables) {
    left -= run(`DELETE FROM ${table} WHERE dataset_id = ? LIMIT ?`, datasetId, left)
    if (left <= 0) return
  }
  run('DELETE FROM garbage WHERE dataset_id = ?', datasetId)
}
