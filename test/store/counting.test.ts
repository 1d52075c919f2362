import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { createConversations } from '../../src/store/conversations.ts'
import type { Filters } from '../../src/store/filters.ts'
import { createGarbage } from '../../src/store/garbage.ts'
import { createHidden } from '../../src/store/hidden.ts'
import { createOthersWork } from '../../src/store/others-work.ts'
import { createStatements } from '../../src/store/statements.ts'
import { createVersions } from '../../src/store/versions.ts'
import { atFileEnd } from '../file-end.ts'
import { createRows } from './rows.ts'
import { countOf, newFile, open } from './stores.ts'

const ROWS = 12_000
const dataset = await createRows(ROWS, 'in no order')
const [{ type, created_at } = { type: 'widget', created_at: '' }] = dataset.conversations
const day = created_at.slice(0, 10)

/** Lists whose index leads to many rows that are not in them. */
const lists: readonly [SortOrder, Filters, number][] = [
  ['id', { type, date_from: day, date_to: day }, 2],
  ['id', { date_from: '2099-01-01' }, 4],
  ['id', { type, whatsapp_sender_phone: '+0' }, 1],
  ['created_at', { type, date_from: day, date_to: day }, 1],
  ['created_at', {}, 1],
]

test.each(lists)(
  'a list by %s with %j is counted in steps that pass few rows',
  async (order, filters, steps) => {
    const file = newFile()
    const store = await open(dataset, { file, order })
    store.close()
    const db = new Database(file)
    atFileEnd(() => db.close())
    // Where many rows moved, totals are not computed from their changes.
    db.exec('INSERT INTO touched SELECT dataset_id, id, 1 FROM conversations')
    const statements = createStatements(db, { file: undefined, onOthersWrites: () => undefined })
    const versions = createVersions()
    const garbage = createGarbage(statements, versions, {
      isShared: false,
      onError: () => undefined,
    })
    const others = createOthersWork(statements, { isShared: false })
    const conversations = createConversations(statements, versions, {
      order,
      hidden: createHidden(versions, { garbage, others }),
    })
    const query = { datasetId: 1, filters }
    const total = countOf(conversations, query)
    const work = conversations.foresee(1)
    let taken = 0
    let step = work.next()
    for (; !step.done; step = work.next()) taken++
    expect(taken).toBeGreaterThanOrEqual(steps)
    db.exec('DELETE FROM conversations')
    step.value()
    expect(countOf(conversations, query)).toBe(total)
  },
)
