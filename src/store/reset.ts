// Back to the start; the work is in proportion to what was changed.

import type { Owned } from './owned.ts'
import { rewind } from './rewind.ts'
import { deleteOrphanedSnapshots } from './snapshots.ts'
import type { Bound, Run } from './statements.ts'

export function createReset({ statements, versions, usersChanged }: Owned) {
  /** Every user's rows as at its baseline, and the users and tokens that the start had; without created ones, which stay. */
  function resetAll(): void {
    const changed = statements.change((run) => {
      for (const sql of startUsers) run(sql)
      deleteOrphanedSnapshots(statements, run)
      return rewindBaselines(run, 'true')
    })
    finish(changed)
  }

  function resetUser(userId: number): void {
    const changed = statements.change((run) => {
      run('UPDATE users SET dataset_id = baseline_id WHERE id = ?', userId)
      return rewindBaselines(run, 'id = ?', userId)
    })
    finish(changed)
  }

  /** Gives the datasets that had changed. */
  function rewindBaselines(run: Run, condition: string, ...bound: Bound[]): number[] {
    return statements
      .all(
        `SELECT baseline_id FROM users WHERE ${condition} AND EXISTS (SELECT 1 FROM touched WHERE touched.dataset_id = baseline_id)`,
        ...bound,
      )
      .map(([id]) => Number(id))
      .filter((datasetId) => rewind(statements, run, datasetId))
  }

  function finish(changed: readonly number[]): void {
    for (const datasetId of changed) versions.change(datasetId)
    usersChanged()
  }

  return (userId?: number): void => (userId === undefined ? resetAll() : resetUser(userId))
}

const startUsers = [
  'DELETE FROM tokens WHERE user_id NOT IN (SELECT id FROM users WHERE is_created)',
  'DELETE FROM users WHERE NOT is_created',
  `INSERT INTO users (id, name, email, dataset_id, baseline_id) SELECT id, name, email, dataset_id, dataset_id FROM baseline_users`,
  'INSERT INTO tokens SELECT * FROM baseline_tokens',
  'UPDATE users SET dataset_id = baseline_id WHERE dataset_id <> baseline_id',
]
