import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { loadFixture } from '../../src/seed/load-fixture.ts'
import { formatPrepared, parsePrepared } from '../../src/seed/prepared.ts'
import type { Seed } from '../../src/store/open-store.ts'
import { newFile, open } from '../store/stores.ts'

const demo = loadFixture('demo')
const name = 'fixture demo'

/** All rows of all tables of a store that is seeded with these rows. */
async function tablesOf(seed: Seed): Promise<Map<string, unknown[]>> {
  const file = newFile()
  const store = await open(demo, { file, render: renderConversation, seed: async () => seed })
  store.close()
  const db = new Database(file, { readonly: true })
  const names = db.prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
  const tables = names
    .pluck()
    .all()
    .map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()] as const)
  db.close()
  return new Map(tables)
}

test('fills a store as the rows of the fixture do', async () => {
  const prepared = parsePrepared(await formatPrepared(demo, renderConversation))
  const tables = await tablesOf({ composed: prepared, datasetName: () => name })
  expect(tables.get('conversations')).toHaveLength(80)
  expect(tables.get('assistant_fields')).not.toEqual([])
  expect(tables).toEqual(await tablesOf({ rows: demo, datasetName: name }))
})
