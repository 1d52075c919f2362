// Writing a dataset into an empty store, in one transaction with one prepared statement; indexes come after the rows.

import type Database from 'better-sqlite3'
import type { Assistant, Conversation, Token, User } from '../dataset/dataset.ts'
import type { MessageRow } from '../dataset/message.ts'
import { insertAssistant } from './assistants.ts'
import { insertBalance } from './balances.ts'
import { createChronology, setOutOfOrder } from './chronology.ts'
import { insertRow, type Render, toColumns } from './conversation-row.ts'
import { createMessageWriter, setBaselineMessages } from './messages.ts'
import { indexes, laterTables, tables, triggers } from './schema.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import type { Bound, Run, Values } from './statements.ts'

/** A dataset whose conversations may come one by one. */
export type Rows = {
  readonly users: readonly User[]
  readonly tokens: readonly Token[]
  readonly assistants: readonly Assistant[]
  readonly conversations: Iterable<Conversation>
  readonly messages?: readonly MessageRow[] | undefined
  readonly added_messages?: readonly MessageRow[] | undefined
}

export type ImportOptions = {
  readonly order: SortOrder
  /** The name of the rows, for the next mock that opens the file. */
  readonly source: string
  readonly render: Render
  /** Called after every row with the number of rows so far. */
  readonly onRow?: ((count: number) => void) | undefined
}

/**
 * Deleted rows can give back what they took up; see garbage.ts. SQLite takes this only before a first page is written, and writes
 * that page with it: in the transaction, so that a failed import leaves no page.
 */
const SHRINKING = 'auto_vacuum = INCREMENTAL'

export function importRows(db: Database.Database, rows: Rows, options: ImportOptions): void {
  db.transaction(() => {
    db.pragma(SHRINKING)
    db.exec(tables)
    db.exec(laterTables)
    const run = createRun(db)
    const datasets = importUsers(db, run, rows.users)
    const token = db.prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?)')
    for (const { id, user_id, plain, edition, expires_at } of rows.tokens)
      token.run(id, user_id, plain, edition, expires_at)
    for (const assistant of rows.assistants)
      insertAssistant(run, datasets.get(assistant.user_id) ?? 0, assistant)
    db.exec(
      'INSERT INTO baseline_users SELECT id, name, email, dataset_id FROM users; INSERT INTO baseline_tokens SELECT * FROM tokens',
    )
    const count = importConversations(db, { ...rows, datasets }, options)
    db.prepare('INSERT INTO seeded VALUES (?, ?)').run(options.source, count)
    db.exec(indexes(options.order))
    importMessages(db, run, { ...rows, datasets })
    for (const trigger of triggers) db.exec(trigger)
  })()
}

/** Statements are prepared once. */
function createRun(db: Database.Database): Run {
  const prepared = new Map<string, Database.Statement<Bound[]>>()
  return (sql, ...bound) => {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = db.prepare<Bound[]>(sql)))
    return statement.run(...bound).changes
  }
}

function createFirst(db: Database.Database) {
  const prepared = new Map<string, Database.Statement<Bound[], Values>>()
  return (sql: string, ...bound: Bound[]): Values | undefined => {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = db.prepare<Bound[], Values>(sql).raw()))
    return statement.get(...bound)
  }
}

type Imported = Rows & { readonly datasets: ReadonlyMap<number, number> }

/** After the indexes, by which conversations are found, and before the triggers. */
function importMessages(
  db: Database.Database,
  run: Run,
  { messages, added_messages, datasets }: Imported,
): void {
  const given = messages ?? added_messages
  if (!given) return
  const ids = JSON.stringify([...datasets.values()])
  const first = createFirst(db)
  const writer = createMessageWriter({ run, first })
  for (const { id, conversation_id, ...message } of given.toSorted((a, b) => a.id - b.id)) {
    if (!writer.write(ids, conversation_id, message))
      throw new Error(`message ${id} names conversation ${conversation_id}, which does not exist`)
  }
  writer.end()
  setBaselineMessages(run, ids, messages !== undefined)
}

/** Each user has a dataset: its id by that of the user. */
function importUsers(db: Database.Database, run: Run, users: readonly User[]): Map<number, number> {
  const dataset = db.prepare('INSERT INTO datasets (id) VALUES (?)')
  const user = db.prepare(
    'INSERT INTO users (id, name, email, dataset_id, baseline_id) VALUES (?, ?, ?, ?, ?)',
  )
  return new Map(
    users.map(({ id, name, email, total_balance }, index) => {
      const datasetId = index + 1
      dataset.run(datasetId)
      user.run(id, name, email, datasetId, datasetId)
      insertBalance(run, datasetId, total_balance)
      return [id, datasetId]
    }),
  )
}

function importConversations(
  db: Database.Database,
  rows: Imported,
  { render, onRow }: ImportOptions,
): number {
  const assistants = new Map(
    rows.assistants.map((assistant) => [
      assistant.id,
      { assistant, datasetId: rows.datasets.get(assistant.user_id) ?? 0 },
    ]),
  )
  const insert = db.prepare<[Bound[]]>(insertRow)
  const chronology = createChronology()
  let count = 0
  for (const row of rows.conversations) {
    const owner = assistants.get(row.assistant_id)
    if (!owner)
      throw new Error(
        `conversation ${row.id} names assistant ${row.assistant_id}, which does not exist`,
      )
    insert.run(toColumns(owner.datasetId, row, render(row, owner.assistant)))
    chronology.see(owner.datasetId, row)
    count++
    onRow?.(count)
  }
  const outOfOrder = db.prepare(setOutOfOrder)
  for (const datasetId of chronology.outOfOrder) outOfOrder.run(datasetId)
  return count
}
