// Writes the parts of a dataset into an empty store, and the indexes after the rows.

import type Database from 'better-sqlite3'
import type { Assistant, Token, User } from '../dataset/dataset.ts'
import type { MessageRow, MessageTable } from '../dataset/message.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { insertAssistant } from './assistants.ts'
import { insertBalance } from './balances.ts'
import { setOutOfOrder } from './chronology.ts'
import { type ComposedPart, createDatasetIds } from './composing.ts'
import { insertRow, insertRows, ROW_VALUES, ROWS_AT_ONCE } from './conversation-row.ts'
import { requireUniqueRows, type RowNames } from './import-problems.ts'
import { assistantsIndex, indexes, manyRows, usersIndex, uuidIndex } from './indexes.ts'
import { createMessageWriter, setBaselineMessages } from './messages.ts'
import { triggers } from './schema.ts'
import type { Bound, Run, Values } from './statements.ts'

export type SeedWriting = {
  readonly order: SortOrder
  /** Called with the number of rows so far, after every few rows and after the last. */
  readonly onRow?: ((count: number) => void) | undefined
  /** Called after the last row. Creating the indexes may then take seconds. */
  readonly onIndexing?: (() => void) | undefined
}

/** Call it inside a transaction. `namesAtEnd` is called when a row is refused. */
export function createSeedWriter(
  db: Database.Database,
  { order, onRow, onIndexing }: SeedWriting,
  namesAtEnd: (() => RowNames) | undefined,
) {
  const { run, first } = createStatements(db)
  const insert = db.prepare<Bound[]>(insertRow)
  const insertTogether = db.prepare<Bound[]>(insertRows)
  const datasets = createDatasetIds()
  let outOfOrder: readonly number[] = []
  let count = 0
  let isIndexed = false
  let messages: { table: MessageTable; write: (rows: readonly MessageRow[], from: number) => void }

  /** Creates the dataset of a user if needed, because assistants may come before their users. */
  function datasetOf(userId: number): number {
    const { id, isNew } = datasets.of(userId)
    if (isNew) run('INSERT INTO datasets (id) VALUES (?)', id)
    return id
  }

  function addUser({ id, name, email, total_balance }: User): void {
    const datasetId = datasetOf(id)
    run(
      'INSERT INTO users (id, name, email, dataset_id, baseline_id) VALUES (?, ?, ?, ?, ?)',
      id,
      name,
      email,
      datasetId,
      datasetId,
    )
    insertBalance(run, datasetId, total_balance)
  }

  const addToken = ({ id, user_id, plain, edition, expires_at }: Token): void =>
    void run('INSERT INTO tokens VALUES (?, ?, ?, ?, ?)', id, user_id, plain, edition, expires_at)

  const addAssistant = (assistant: Assistant): void =>
    insertAssistant(run, datasetOf(assistant.user_id), assistant)

  /** SQLite takes values faster as arguments than as an array. */
  function addConversations(values: readonly Bound[]): void {
    const together = ROW_VALUES * ROWS_AT_ONCE
    const rest = values.length - (values.length % together)
    for (let from = 0; from < rest; from += together)
      insertTogether.run(...values.slice(from, from + together))
    for (let from = rest; from < values.length; from += ROW_VALUES)
      insert.run(...values.slice(from, from + ROW_VALUES))
    count += values.length / ROW_VALUES
    onRow?.(count)
  }

  /** Needed before messages, which look up their conversations. */
  function addIndexes(): void {
    if (isIndexed) return
    isIndexed = true
    onIndexing?.()
    if (namesAtEnd)
      requireUniqueRows(db, namesAtEnd, () => db.exec(`${indexes(order)}\n${uuidIndex}`))
    else db.exec(indexes(order))
    for (const sql of [usersIndex, assistantsIndex]) db.exec(sql)
    if (db.prepare(manyRows).get() !== undefined) db.exec(uuidIndex)
  }

  function openMessages(table: MessageTable): typeof messages {
    addIndexes()
    const ids = datasets.all()
    const writer = createMessageWriter({ run, first })
    return {
      table,
      write(rows, from) {
        for (const [index, { id, conversation_id, ...message }] of rows.entries()) {
          if (writer.write(ids, conversation_id, message)) continue
          throw (
            namesAtEnd?.().refuseMessage(table, from + index, conversation_id) ??
            new Error(`message ${id} names conversation ${conversation_id}, which does not exist`)
          )
        }
        writer.end()
      },
    }
  }

  return {
    write(part: ComposedPart): void {
      switch (part.table) {
        case 'users':
          return part.rows.forEach(addUser)
        case 'tokens':
          return part.rows.forEach(addToken)
        case 'assistants':
          return part.rows.forEach(addAssistant)
        case 'conversations':
          return addConversations(part.values)
        case 'datasets':
          outOfOrder = part.outOfOrder
          return
        default:
          messages ??= openMessages(part.table)
          return messages.write(part.rows, part.first)
      }
    },

    end(name: string): void {
      db.exec(baseline)
      for (const datasetId of outOfOrder) run(setOutOfOrder, datasetId)
      run('INSERT INTO seeded VALUES (?, ?)', name, count)
      addIndexes()
      if (messages)
        setBaselineMessages(run, JSON.stringify(datasets.all()), messages.table === 'messages')
      for (const trigger of triggers) db.exec(trigger)
    },
  }
}

const baseline = `
INSERT INTO baseline_users SELECT id, name, email, dataset_id FROM users;
INSERT INTO baseline_tokens SELECT * FROM tokens;`

/** Prepares each statement only once. */
function createStatements(db: Database.Database) {
  const prepared = new Map<string, Database.Statement<Bound[], Values>>()

  function prepare(sql: string): Database.Statement<Bound[], Values> {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = db.prepare<Bound[], Values>(sql)))
    return statement
  }
  const run: Run = (sql, ...bound) => prepare(sql).run(...bound).changes
  const first = (sql: string, ...bound: Bound[]): Values | undefined =>
    prepare(sql)
      .raw()
      .get(...bound)
  return { run, first }
}
