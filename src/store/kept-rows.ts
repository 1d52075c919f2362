// Rows as a start has seeded them, kept in a file for later starts. Copying them takes a twelfth of
// the time that it takes to generate and store them.

import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { createPrivateFile } from './database-file.ts'
import { SHRINKING } from './import.ts'
import { SCHEMA_VERSION } from './schema.ts'

/**
 * Fills an empty database with the rows of a file. False when there is no such file or it is
 * damaged. The database is empty then, and the file is removed.
 */
export function takeKeptRows(db: Database.Database, file: string): boolean {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false
  try {
    db.prepare('ATTACH ? AS kept').run(file)
    try {
      db.exec('BEGIN')
      copyAll(db)
      db.exec('COMMIT')
    } finally {
      if (db.inTransaction) db.exec('ROLLBACK')
      db.exec('DETACH kept')
    }
    return true
  } catch {
    remove(file)
    return false
  }
}

/** SQLite copies whole cells into tables that are empty and have the same indexes. */
function copyAll(db: Database.Database): void {
  db.pragma(SHRINKING)
  db.pragma(`user_version = ${SCHEMA_VERSION}`)
  const all = db.prepare<[], Definition>(definitions).all()
  for (const { type, sql } of all) if (type !== 'trigger') db.exec(sql)
  for (const { type, name } of all)
    if (type === 'table' && db.prepare(`SELECT 1 FROM kept.${name} LIMIT 1`).get() !== undefined)
      db.exec(`INSERT INTO main.${name} SELECT * FROM kept.${name}`)
  for (const { type, sql } of all) if (type === 'trigger') db.exec(sql)
  if (db.prepare(isComplete).pluck().get() !== 1) throw new Error('rows are missing')
}

type Definition = { readonly type: string; readonly name: string; readonly sql: string }

const definitions = `SELECT type, name, sql FROM kept.sqlite_master
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index', rowid`

const isComplete = 'SELECT rows = (SELECT count(*) FROM conversations) FROM seeded'

/**
 * Keeps the rows of a database, completely or not at all. The folder of the file belongs to this
 * user alone. A store works without kept rows as well, so errors say nothing.
 */
export function keepRows(db: Database.Database, file: string): void {
  const unfinished = `${file}.${process.pid}`
  try {
    createPrivateFile(unfinished)
    db.prepare('VACUUM INTO ?').run(unfinished)
    renameSync(unfinished, file)
    removeOldest(dirname(file))
  } catch {
    remove(unfinished)
  }
}

/** The bytes of all kept rows of a build. */
const MOST_BYTES = 2 ** 26

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => /\.db(?:\.\d+)?$/.test(name))
    .map((name) => ({ path: join(folder, name), stats: lstatSync(join(folder, name)) }))
  let left = MOST_BYTES
  for (const { path, stats } of files.toSorted((a, b) => b.stats.mtimeMs - a.stats.mtimeMs)) {
    left -= stats.size
    if (left < 0) remove(path)
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // The folder has become read-only, or another process uses the file.
  }
}
