// Imports a dataset into an empty store, in one transaction. Indexes are created after the rows.

import type Database from 'better-sqlite3'
import type { Assistant, Conversation, Token, User } from '../dataset/dataset.ts'
import type { MessageRow, MessageTable } from '../dataset/message.ts'
import { type DatasetPart, type DatasetRows, partsOf } from '../dataset/parts.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { insertAssistant } from './assistants.ts'
import { insertBalance } from './balances.ts'
import { createChronology, setOutOfOrder } from './chronology.ts'
import { insertRow, insertRows, type Render, ROWS_AT_ONCE, toColumns } from './conversation-row.ts'
import { requireUniqueRows, type RowNames } from './import-problems.ts'
import { createMessageWriter, setBaselineMessages } from './messages.ts'
import { indexes, laterTables, manyRows, tables, triggers, uuidIndex } from './schema.ts'
import type { Bound, Run, Values } from './statements.ts'

/** The rows for an empty store. `source` names them for the next mock that opens the file. */
export type Seed =
  | { readonly rows: DatasetRows; readonly source: string }
  /** Rows that are streamed. Their source is known at the end, and the store checks their uuids. */
  | ({
      readonly parts: AsyncIterable<DatasetPart>
      readonly source: () => string
    } & RowNames)

export type ImportOptions = {
  readonly order: SortOrder
  readonly render: Render
  /** Called after every row with the number of rows so far. */
  readonly onRow?: ((count: number) => void) | undefined
  /** Called after the last row. Creating the indexes may then take seconds. */
  readonly onIndexing?: (() => void) | undefined
}

/**
 * Lets the file shrink after rows are deleted; see garbage.ts. SQLite accepts this only before the
 * first page, and writes that page. Inside the transaction, a failed import leaves no page.
 */
const SHRINKING = 'auto_vacuum = INCREMENTAL'

/** Rejects with the error of the parts or of the seed. Nothing is written then. */
export async function importSeed(
  db: Database.Database,
  seed: Seed,
  options: ImportOptions,
): Promise<void> {
  db.exec('BEGIN')
  try {
    await writeSeed(db, seed, options)
    db.exec('COMMIT')
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

async function writeSeed(db: Database.Database, seed: Seed, options: ImportOptions): Promise<void> {
  db.pragma(SHRINKING)
  db.exec(tables)
  db.exec(laterTables)
  const isRead = 'parts' in seed
  const writer = createWriter(db, options, isRead ? seed : undefined)
  for await (const part of isRead ? seed.parts : partsOf(seed.rows)) writer.write(part)
  writer.end(isRead ? seed.source() : seed.source)
}

function createWriter(
  db: Database.Database,
  { order, render, onRow, onIndexing }: ImportOptions,
  names: RowNames | undefined,
) {
  const { run, first } = createStatements(db)
  const insert = db.prepare<[Bound[]]>(insertRow)
  const insertTogether = db.prepare<Bound[][]>(insertRows)
  const datasets = new Map<number, number>()
  const owners = new Map<number, { assistant: Assistant; datasetId: number }>()
  const chronology = createChronology()
  let count = 0
  let isIndexed = false
  let messages: { table: MessageTable; write: (rows: readonly MessageRow[], from: number) => void }

  /** Creates the dataset of a user if needed, because assistants may come before their users. */
  function datasetOf(userId: number): number {
    const id = datasets.get(userId) ?? datasets.size + 1
    if (!datasets.has(userId)) run('INSERT INTO datasets (id) VALUES (?)', id)
    datasets.set(userId, id)
    return id
  }

  const datasetIds = (): string => JSON.stringify([...datasets.values()])

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

  function addAssistant(assistant: Assistant): void {
    const datasetId = datasetOf(assistant.user_id)
    insertAssistant(run, datasetId, assistant)
    owners.set(assistant.id, { assistant, datasetId })
  }

  function addConversations(rows: readonly Conversation[]): void {
    const together = rows.length - (rows.length % ROWS_AT_ONCE)
    for (let from = 0; from < together; from += ROWS_AT_ONCE)
      insertTogether.run(...rows.slice(from, from + ROWS_AT_ONCE).map(columnsOf))
    for (const row of rows.slice(together)) insert.run(columnsOf(row))
    for (let row = 0; row < rows.length; row++) {
      count++
      onRow?.(count)
    }
  }

  function columnsOf(row: Conversation): Bound[] {
    const owner = owners.get(row.assistant_id)
    if (!owner)
      throw new Error(
        `conversation ${row.id} names assistant ${row.assistant_id}, which does not exist`,
      )
    chronology.see(owner.datasetId, row)
    return toColumns(owner.datasetId, row, render(row, owner.assistant))
  }

  /** Needed before messages, which look up their conversations. */
  function addIndexes(): void {
    if (isIndexed) return
    isIndexed = true
    onIndexing?.()
    if (names) requireUniqueRows(db, names, () => db.exec(`${indexes(order)}\n${uuidIndex}`))
    else db.exec(indexes(order))
    if (db.prepare(manyRows).get() !== undefined) db.exec(uuidIndex)
  }

  function openMessages(table: MessageTable): typeof messages {
    addIndexes()
    const ids = [...datasets.values()]
    const writer = createMessageWriter({ run, first })
    return {
      table,
      write(rows, from) {
        for (const [index, { id, conversation_id, ...message }] of rows.entries()) {
          if (writer.write(ids, conversation_id, message)) continue
          throw (
            names?.refuseMessage(table, from + index, conversation_id) ??
            new Error(`message ${id} names conversation ${conversation_id}, which does not exist`)
          )
        }
        writer.end()
      },
    }
  }

  return {
    write(part: DatasetPart): void {
      switch (part.table) {
        case 'users':
          return part.rows.forEach(addUser)
        case 'tokens':
          return part.rows.forEach(addToken)
        case 'assistants':
          return part.rows.forEach(addAssistant)
        case 'conversations':
          return addConversations(part.rows)
        default:
          messages ??= openMessages(part.table)
          return messages.write(part.rows, part.first)
      }
    },

    end(name: string): void {
      db.exec(baseline)
      for (const datasetId of chronology.outOfOrder) run(setOutOfOrder, datasetId)
      run('INSERT INTO seeded VALUES (?, ?)', name, count)
      addIndexes()
      if (messages) setBaselineMessages(run, datasetIds(), messages.table === 'messages')
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
