// Finds the datasets that nothing refers to.

import type { Statements } from './statements.ts'

/** The number of datasets that one call checks. Each call reads all users too. */
const LOOK_SLICE = 2000

/**
 * Marks datasets without a reference as garbage, from the id `first` on. Returns the first id of the
 * next call; undefined after the last dataset.
 */
export function discardUnpointed(
  statements: Statements,
  spared: ReadonlySet<number>,
  first: number,
): number | undefined {
  const last = Number(statements.first(endOfLook, first)?.[0] ?? Number.MAX_SAFE_INTEGER)
  const sparedHere = [...spared].filter((id) => id >= first && id <= last)
  const bound = [first, last, JSON.stringify(sparedHere)] as const
  if (statements.first(`${unpointed} LIMIT 1`, ...bound) !== undefined)
    statements.changeOutdating('nothing', (run) => {
      run(`INSERT INTO garbage ${unpointed}`, ...bound)
      run(
        'DELETE FROM datasets WHERE id BETWEEN ? AND ? AND id IN (SELECT dataset_id FROM garbage)',
        first,
        last,
      )
    })
  return last === Number.MAX_SAFE_INTEGER ? undefined : last + 1
}

const pointers = [
  'SELECT dataset_id AS id FROM users',
  'SELECT baseline_id FROM users',
  'SELECT dataset_id FROM baseline_users',
  'SELECT dataset_id FROM snapshots',
  'SELECT dataset_id FROM shared_drafts',
].join(' UNION ALL ')

/** Selects datasets without a reference between two ids. The third value is a list of spared ids. */
const unpointed = `WITH k (first, last, spared) AS (VALUES (?, ?, ?))
  SELECT id FROM datasets WHERE id BETWEEN (SELECT first FROM k) AND (SELECT last FROM k) AND id NOT IN (
    SELECT id FROM (${pointers}) WHERE id BETWEEN (SELECT first FROM k) AND (SELECT last FROM k)
    UNION ALL SELECT value FROM json_each((SELECT spared FROM k)))`
const endOfLook = `SELECT id FROM datasets WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ${LOOK_SLICE - 1}`
