import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import type { Mock, Options } from '../../src/index.ts'
import { columns } from '../../src/store/schema.ts'
import { median } from './median.ts'
import type { Sandbox } from './sandbox.ts'

/** The mock may look for changes by other processes only once in this time. */
const NOTICE_MS = 10

export type ResetCase = {
  readonly options: Options
  /** SQL that changes rows before each reset. */
  readonly change: string
  readonly resets: number
}

/**
 * The datasets of users now. A reset may replace a dataset by a copy and delete the rows of the old
 * one later.
 */
const OF_USERS = 'dataset_id IN (SELECT dataset_id FROM users)'

export const resetCases = {
  reset: {
    options: { dataset: 'demo' },
    change: `UPDATE conversations SET message_count = message_count + 1 WHERE id % 8 = 0 AND ${OF_USERS};
      DELETE FROM conversations WHERE id % 8 = 1 AND ${OF_USERS}`,
    resets: 101,
  },
  'reset-1k': {
    options: { generate: 1000 },
    change: `UPDATE conversations SET message_count = message_count + 1 WHERE ${OF_USERS}`,
    resets: 31,
  },
  'reset-100k': {
    options: { generate: 100_000 },
    change: `UPDATE conversations SET message_count = message_count + 1 WHERE ${OF_USERS}`,
    resets: 5,
  },
  'undelete-100k': {
    options: { generate: 100_000 },
    change: `DELETE FROM conversations WHERE ${OF_USERS}`,
    resets: 5,
  },
} as const satisfies Record<string, ResetCase>

export type ResetName = keyof typeof resetCases
export const resetNames = Object.keys(resetCases).filter(
  (name): name is ResetName => name in resetCases,
)

/**
 * The median of the milliseconds that a reset takes over HTTP. The store is a file, so that a
 * second connection can change rows. Rejects when a reset does not restore the rows.
 */
export async function measureReset(sandbox: Sandbox, name: ResetName): Promise<number> {
  const { options, change, resets }: ResetCase = resetCases[name]
  const { startMock } = await import('../../src/index.ts')
  const file = sandbox.fileAt(`${name}.db`)
  const mock = await startMock({ ...options, db: file })
  const db = new Database(file)
  try {
    return await timeResets(mock, db, { change, resets })
  } finally {
    db.close()
    await mock.close()
  }
}

async function timeResets(
  mock: Mock,
  db: Database.Database,
  { change, resets }: Omit<ResetCase, 'options'>,
): Promise<number> {
  const rows = db.prepare<[], Record<string, unknown>>(
    `SELECT ${columns} FROM conversations WHERE ${OF_USERS} ORDER BY dataset_id, id`,
  )
  const read = (): object[] => rows.all().map(({ dataset_id: _, ...row }) => row)
  const baseline = read()
  const times: number[] = []
  for (let reset = 0; reset < resets; reset++) {
    db.exec(change)
    await sleep(NOTICE_MS)
    const start = performance.now()
    await mock.reset()
    times.push(performance.now() - start)
    if (!isDeepStrictEqual(read(), baseline)) throw new Error('a reset did not bring all rows back')
  }
  return median(times)
}
