import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../../src/dataset/dataset.ts'
import { createConversations } from '../../src/store/conversations.ts'
import type { Filters } from '../../src/store/filters.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { createGarbage } from '../../src/store/garbage.ts'
import { createHidden } from '../../src/store/hidden.ts'
import { createOthersWork } from '../../src/store/others-work.ts'
import { createStatements } from '../../src/store/statements.ts'
import { createVersions } from '../../src/store/versions.ts'
import { createRows } from './rows.ts'
import { countOf, newFile, open, pageOf, sliceOf } from './stores.ts'

const values: Required<Filters> = {
  type: 'whatsapp',
  assistant_id: 1,
  customer_phone: '+1',
  whatsapp_sender_phone: '+2',
  external_identifier: 'x',
  date_from: '2022-01-01',
  date_to: '2024-12-31',
}

/** Every combination of these filters. */
function combinations([name, ...others]: readonly (keyof Filters)[]): Filters[] {
  if (name === undefined) return [{}]
  return combinations(others).flatMap((filters) => [filters, { ...filters, [name]: values[name] }])
}

const withoutDates = combinations([
  'type',
  'assistant_id',
  'customer_phone',
  'whatsapp_sender_phone',
  'external_identifier',
])
const withDates = combinations(['date_from', 'date_to'])
  .slice(1)
  .flatMap((dates) => withoutDates.map((filters) => ({ ...filters, ...dates })))
const named = (all: readonly Filters[]) =>
  all.map((filters) => ({ filters, names: Object.keys(filters).join(' and ') || 'no filter' }))

type Step = { readonly id: number; readonly parent: number; readonly detail: string }

const databases: Database.Database[] = []
afterAll(() => {
  for (const db of databases) db.close()
})

/** What SQLite does for every statement on conversations with which the store counts, pages and walks. */
async function createPlanner(dataset: Dataset, order: SortOrder) {
  const file = newFile()
  await open(dataset, { file, order })
  const executed: string[] = []
  const db = new Database(file, { verbose: (sql) => executed.push(String(sql)) })
  databases.push(db)
  const cache = createStatements(db, { file: undefined, onOthersWrites: () => undefined })
  const versions = createVersions()
  const garbage = createGarbage(cache, versions, { isShared: false, onError: () => undefined })
  const conversations = createConversations(cache, versions, {
    order,
    hidden: createHidden(versions, {
      garbage,
      others: createOthersWork(cache, { isShared: false }),
    }),
  })
  const key = order === 'id' ? [300] : ['2024-01-01 00:00:00', 300]

  return (filters: Filters, text = 'FROM conversations'): Step[][] => {
    const query = { datasetId: 1, filters }
    executed.length = 0
    countOf(conversations, query)
    for (const offset of [0, 350]) pageOf(conversations, query, { offset, limit: 15 })
    for (const position of [undefined, { key, forward: true }, { key, forward: false }])
      sliceOf(conversations, query, { position, limit: 15 })
    const statements = executed.filter((sql) => sql.includes(text))
    return statements.map((sql) => db.prepare<[], Step>(`EXPLAIN QUERY PLAN ${sql}`).all())
  }
}

const readsRows = ({ detail }: Step): boolean => /\bconversations\b/.test(detail)

/** Rows that come out of an index in another order than the list's; the few rows of a page may be turned round. */
function sortsRows(steps: Step[]): boolean {
  return steps.some(
    (sort) =>
      sort.detail.startsWith('USE TEMP B-TREE') &&
      steps.some((step) => readsRows(step) && step.parent === sort.parent),
  )
}

const rising = await createRows(600, 'rising with id')

describe.each<SortOrder>(['id', 'created_at'])('by %s', async (order) => {
  const plansOf = await createPlanner(rising, order)

  test.each(named([...withoutDates, ...withDates]))(
    'finds and orders rows by an index alone for $names',
    ({ filters }) => {
      const plans = plansOf(filters)
      expect(plans.length).toBeGreaterThanOrEqual(6)
      const reading = plans.flat().filter(readsRows)
      const allowed = new RegExp(
        `^SEARCH conversations USING (?:COVERING )?INDEX conversations_(?:\\w+_)?(?:by_${order}|by_created_at) `,
      )
      expect(reading.filter(({ detail }) => !allowed.test(detail))).toEqual([])
      expect(plans.filter(sortsRows)).toEqual([])
    },
  )

  test.each(named([...withoutDates, ...withDates]))(
    'looks each moved row up by its id for $names',
    ({ filters }) => {
      const plans = plansOf(filters, 'CROSS JOIN conversations')
      expect(plans.length).toBeGreaterThan(0)
      expect(
        plans
          .flat()
          .filter(readsRows)
          .filter(({ detail }) => !/\bid=\?/.test(detail)),
      ).toEqual([])
    },
  )
})

describe('by id, with dates in no order', async () => {
  const plansOf = await createPlanner(await createRows(600, 'in no order'), 'id')

  test.each(named(withDates))('never looks at all rows of the table for $names', ({ filters }) => {
    const reading = plansOf(filters).flat().filter(readsRows)
    expect(reading.length).toBeGreaterThanOrEqual(6)
    expect(
      reading.filter(({ detail }) => !detail.startsWith('SEARCH conversations USING ')),
    ).toEqual([])
  })

  test.each(named(withoutDates))('orders rows by an index alone for $names', ({ filters }) => {
    expect(plansOf(filters).filter(sortsRows)).toEqual([])
  })
})
