// Named states of a user's rows: of each snapshot only what differs from the baseline is kept.

import { triggersAsideFor } from './aside.ts'
import { discardSnapshot } from './garbage.ts'
import type { Owned } from './owned.ts'
import { type Kept, putBack, takeAway, touchedRows } from './rewind.ts'
import { columns } from './schema.ts'
import { GoneError } from './row-error.ts'
import type { Run, Statements } from './statements.ts'

/** `rows`: how many conversations the user has in it; `created_at` as given to save(). */
export type Snapshot = { readonly name: string; readonly created_at: number; readonly rows: number }

export type Snapshots = ReturnType<typeof createSnapshots>

export function createSnapshots({ statements, versions, garbage, usersChanged }: Owned, countRows: (datasetId: number) => number) {
  function find(userId: number, name: string): { id: number; datasetId: number } | undefined {
    const row = statements.first('SELECT id, dataset_id FROM snapshots WHERE user_id = ? AND name = ?', userId, name)
    return row && { id: Number(row[0]), datasetId: Number(row[1]) }
  }

  return {
    /** One of the same name is replaced. Throws for a user that does not exist. */
    save(userId: number, name: string, createdAt: number): Snapshot {
      const saved = statements.change((run) => {
        const datasetId = Number(statements.first('SELECT dataset_id FROM users WHERE id = ?', userId)?.[0])
        const rows = countRows(datasetId)
        const before = find(userId, name)
        if (before) discardSnapshot(run, before.id)
        const [id = null] =
          statements.first(
            `INSERT INTO snapshots (user_id, name, dataset_id, chronological, created_at, rows)
             SELECT ?, ?, id, chronological, ?, ? FROM datasets WHERE id = ? RETURNING id`,
            userId,
            name,
            createdAt,
            rows,
            datasetId,
          ) ?? []
        if (id === null) throw new GoneError()
        run('INSERT INTO snapshot_touched SELECT ?, id, is_moved FROM touched WHERE dataset_id = ?', id, datasetId)
        run(`INSERT INTO snapshot_rows SELECT ?, ${fromConversations('touched')} WHERE touched.dataset_id = ?`, id, datasetId, datasetId)
        return { rows, isReplaced: before !== undefined }
      })
      if (saved.isReplaced) garbage.collect()
      return { name, created_at: createdAt, rows: saved.rows }
    },

    /** The user's rows as they were then. False without such a snapshot. */
    restore(userId: number, name: string): boolean {
      const restored = statements.change((run) => {
        const snapshot = find(userId, name)
        if (!snapshot) return undefined
        run('UPDATE users SET dataset_id = ? WHERE id = ?', snapshot.datasetId, userId)
        restoreRows(statements, run, snapshot)
        return snapshot
      })
      if (!restored) return false
      versions.change(restored.datasetId)
      usersChanged()
      return true
    },

    /** By name. */
    list(userId: number): Snapshot[] {
      return statements
        .all('SELECT name, created_at, rows FROM snapshots WHERE user_id = ? ORDER BY name', userId)
        .map(([name, createdAt, rows]) => ({ name: String(name), created_at: Number(createdAt), rows: Number(rows) }))
    },

    delete(userId: number, name: string): boolean {
      const snapshot = find(userId, name)
      if (!snapshot) return false
      statements.change((run) => discardSnapshot(run, snapshot.id))
      garbage.collect()
      return true
    },
  }
}

/** Within a change: deletes the snapshots of users that are no more and will not come back. */
export function deleteOrphanedSnapshots(statements: Statements, run: Run): void {
  const orphaned = statements.all(
    'SELECT id FROM snapshots WHERE user_id NOT IN (SELECT id FROM users UNION SELECT id FROM baseline_users)',
  )
  for (const [id] of orphaned) discardSnapshot(run, Number(id))
}

function restoreRows(statements: Statements, run: Run, { id, datasetId }: { id: number; datasetId: number }): void {
  const others: Kept = {
    datasetId,
    keys: `SELECT id, is_moved FROM touched WHERE dataset_id = ? AND id NOT IN (${snapshotIds})`,
    bound: [datasetId, id],
    from: 'originals',
    scope: 'dataset_id',
    scopeId: datasetId,
  }
  const own: Kept = {
    datasetId,
    keys: `SELECT touched.id, touched.is_moved FROM snapshot_touched CROSS JOIN touched
      ON touched.dataset_id = ? AND touched.id = snapshot_touched.id WHERE snapshot_id = ?`,
    bound: [datasetId, id],
    from: 'snapshot_rows',
    scope: 'snapshot_id',
    scopeId: id,
  }
  const inSnapshot = Number(statements.first(`SELECT count(*) FROM (${snapshotIds})`, id)?.[0])
  triggersAsideFor(touchedRows(statements, datasetId) + inSnapshot, run, () => {
    remember(run, id, datasetId)
    for (const kept of [others, own]) takeAway(run, kept)
    for (const kept of [others, own]) putBack(run, kept)
  })
  for (const table of ['originals', 'touched'])
    run(`DELETE FROM ${table} WHERE dataset_id = ? AND id NOT IN (${snapshotIds})`, datasetId, id)
  run('UPDATE datasets SET chronological = (SELECT chronological FROM snapshots WHERE snapshots.id = ?) WHERE id = ?', id, datasetId)
}

/** The triggers' work: what the snapshot changes of the baseline counts as touched. */
function remember(run: Run, id: number, datasetId: number): void {
  run(
    `INSERT INTO originals SELECT ${fromConversations('snapshot_touched')}
     WHERE snapshot_id = ? AND snapshot_touched.id NOT IN (SELECT id FROM touched WHERE dataset_id = ?)`,
    datasetId,
    id,
    datasetId,
  )
  run(
    `INSERT INTO touched SELECT ?, id, is_moved FROM snapshot_touched WHERE snapshot_id = ?
     ON CONFLICT DO UPDATE SET is_moved = 1 WHERE excluded.is_moved`,
    datasetId,
    id,
  )
}

const snapshotIds = 'SELECT id FROM snapshot_touched WHERE snapshot_id = ?'

/** The rows of a dataset that a table of ids names. */
const fromConversations = (ids: 'touched' | 'snapshot_touched'): string =>
  `${columns.replaceAll(/\w+/g, 'conversations.$&')} FROM ${ids} CROSS JOIN conversations
    ON conversations.dataset_id = ? AND conversations.id = ${ids}.id`
