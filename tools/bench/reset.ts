import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import type { Mock } from '../../src/index.ts'
import { median } from './median.ts'
import type { Sandbox } from './sandbox.ts'

const RESETS = 101
/** A mock may look for changes by others only now and then. */
const NOTICE_MS = 10

const change = `
UPDATE conversations SET message_count = message_count + 1 WHERE id % 8 = 0;
DELETE FROM conversations WHERE id % 8 = 1;
`

/**
 * Median of the milliseconds that a reset of the demo dataset takes after a quarter of its rows changed. The store is a file,
 * so that a second connection can change rows. Rejects when a reset does not bring the rows back.
 */
export async function measureReset(sandbox: Sandbox): Promise<number> {
  const { startMock } = await import('../../src/index.ts')
  const file = sandbox.fileAt('demo.db')
  const mock = await startMock({ db: file })
  const db = new Database(file)
  try {
    return await timeResets(mock, db)
  } finally {
    db.close()
    await mock.close()
  }
}

async function timeResets(mock: Mock, db: Database.Database): Promise<number> {
  const rows = db.prepare('SELECT * FROM conversations ORDER BY id')
  const baseline = rows.all()
  const times: number[] = []
  for (let reset = 0; reset < RESETS; reset++) {
    db.exec(change)
    await sleep(NOTICE_MS)
    const start = performance.now()
    mock.reset()
    times.push(performance.now() - start)
    if (!isDeepStrictEqual(rows.all(), baseline)) throw new Error('a reset of the demo dataset did not bring all rows back')
  }
  return median(times)
}
