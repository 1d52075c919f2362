// Snapshots are named states of a user's rows. A snapshot keeps only rows that differ from the
// baseline.

import { discardSnapshot } from './garbage-rows.ts'
import type { StoreCore } from './core.ts'
import { createRestoring } from './restoring.ts'
import type { RestoringOptions } from './restoring-in-place.ts'
import { createSaving, type Snapshot } from './saving.ts'
import type { StoredSnapshot } from './snapshot-rows.ts'
import type { Run, Statements } from './statements.ts'

export type { Snapshot } from './saving.ts'

export type Snapshots = ReturnType<typeof createSnapshots>

type SnapshotOptions = Omit<RestoringOptions, 'find' | 'datasetOf'> & {
  readonly countRows: (datasetId: number) => number
}

export function createSnapshots(core: StoreCore, options: SnapshotOptions) {
  const { statements, garbage } = core

  function find(userId: number, name: string): StoredSnapshot | undefined {
    const row = statements.first(
      'SELECT id, dataset_id FROM snapshots WHERE user_id = ? AND name = ?',
      userId,
      name,
    )
    return row && { id: Number(row[0]), datasetId: Number(row[1]) }
  }

  const datasetOf = (userId: number): number =>
    Number(statements.first('SELECT dataset_id FROM users WHERE id = ?', userId)?.[0])

  function list(userId: number): Snapshot[] {
    return statements
      .all('SELECT name, created_at, rows FROM snapshots WHERE user_id = ? ORDER BY name', userId)
      .map(([name, createdAt, rows]) => ({
        name: String(name),
        created_at: Number(createdAt),
        rows: Number(rows),
      }))
  }

  return {
    ...createSaving(core, { ...options, find, datasetOf, list }),
    ...createRestoring(core, { ...options, find, datasetOf }),

    /** The snapshots of a user in the order of their names. */
    list,

    delete(userId: number, name: string): boolean {
      const snapshot = find(userId, name)
      if (!snapshot) return false
      statements.change((run) => discardSnapshot(run, snapshot.id))
      garbage.collect()
      return true
    },
  }
}

/** Deletes snapshots of users that are gone and that no reset restores. Call this inside a change. */
export function deleteOrphanedSnapshots(statements: Statements, run: Run): void {
  const orphaned = statements.all(
    `SELECT id FROM snapshots WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = user_id)
     AND NOT EXISTS (SELECT 1 FROM baseline_users WHERE baseline_users.id = user_id)`,
  )
  for (const [id] of orphaned) discardSnapshot(run, Number(id))
}
