import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { completeAssistant } from '../../src/dataset/assistant.ts'
import { laterTableNames, upgrade } from '../../src/store/schema.ts'
import { failureOf, newFile, open, stateOf, write } from './stores.ts'
import { chatOf, NOW, rowOf, say, textsOf, withBalance, world } from './worlds.ts'

const newTables = [
  'assistant_fields',
  'webhooks',
  'balances',
  'messages',
  'baseline_messages',
  'discarded_messages',
]
const rowTables = ['conversations', 'originals', 'snapshot_rows']

/** A dataset that the version before could hold. */
const { assistants, users, ...others } = world
const plain = {
  ...others,
  users: users.map((user) => withBalance(user, 100)),
  assistants: assistants.map(({ id, uuid, user_id, name }) =>
    completeAssistant({ id, uuid, user_id, name }),
  ),
}

function columnsOf(file: string): unknown[] {
  const db = new Database(file, { readonly: true })
  const columns = [...rowTables, ...laterTableNames].map((table) =>
    db.pragma(`table_info(${table})`),
  )
  db.close()
  return columns
}

/** A file as the version before made it, with a changed row and a snapshot. */
async function createOldFile(): Promise<string> {
  const file = newFile()
  const store = await open(plain, { file })
  store.rows.write(1, { update: [{ ...rowOf(plain, 1), message_count: 9 }], delete: [2] })
  store.snapshots.save(1, 'old', 0)
  store.close()
  const triggers = upgrade.match(/CREATE TRIGGER [^]*? END/g) ?? []
  write(
    file,
    ...(upgrade.match(/DROP TRIGGER \w+/g) ?? []),
    ...newTables.map((table) => `DROP TABLE ${table}`),
    ...rowTables.map((table) => `ALTER TABLE ${table} DROP COLUMN last_message`),
    ...triggers.map((trigger) => trigger.replaceAll(', last_message', '')),
    'PRAGMA user_version = 2',
  )
  return file
}

test('a file of the version before opens with all its rows, and takes messages', async () => {
  const model = await open(plain)
  model.rows.write(1, { update: [{ ...rowOf(plain, 1), message_count: 9 }], delete: [2] })
  model.snapshots.save(1, 'old', 0)
  const store = await open(plain, { file: await createOldFile() })
  expect(stateOf(store)).toEqual(stateOf(model))
  for (const each of [store, model]) {
    each.chats.add(chatOf(each, rowOf(plain, 3)), [say('new')], {})
    each.charge(1, 1)
    each.assistants.setWebhook(1, 1, 'x', NOW)
    each.snapshots.save(1, 'new', 0)
  }
  expect(textsOf(store, rowOf(plain, 3)).at(-1)).toBe('new')
  expect(stateOf(store)).toEqual(stateOf(model))
  for (const name of ['old', 'new']) {
    for (const each of [store, model]) each.snapshots.restore(1, name)
    expect(stateOf(store)).toEqual(stateOf(model))
  }
  for (const each of [store, model]) each.reset()
  expect(stateOf(store)).toEqual(stateOf(model))
})

describe('a file of the version before', () => {
  test('needs one start that writes before it is only read', async () => {
    const file = await createOldFile()
    expect(await failureOf(open(plain, { file, isReadOnly: true }))).toContain(
      'an earlier version made it; start the mock once without --read-only',
    )
    ;(await open(plain, { file })).close()
    const store = await open(plain, { file, isReadOnly: true })
    expect(textsOf(store, rowOf(plain, 3))).toHaveLength(rowOf(plain, 3).message_count)
  })

  test('has all tables of a new one after its first start', async () => {
    const [old, fresh] = [await createOldFile(), newFile()]
    for (const file of [old, fresh]) (await open(plain, { file })).close()
    expect(columnsOf(old)).toEqual(columnsOf(fresh))
  })
})
