// The thread that copies the write-ahead log into the file. It opens the file for each copy, so that
// closing the file elsewhere never waits for it long.

import Database from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckpointData } from './write-ahead-log.ts'

const { file, isCopying }: CheckpointData = workerData
const flag = new Int32Array(isCopying)

parentPort?.on('message', () => {
  let state: unknown
  try {
    const db = new Database(file, { fileMustExist: true })
    try {
      db.pragma('busy_timeout = 0')
      db.pragma('synchronous = NORMAL')
      state = db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()
    } finally {
      db.close()
    }
  } catch {
    // The log stays longer. Errors show where somebody reads or writes.
  }
  Atomics.store(flag, 0, 0)
  Atomics.notify(flag, 0)
  parentPort?.postMessage(state)
})
