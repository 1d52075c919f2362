// Writing a dataset into an empty store, in one transaction with one prepared statement; indexes come after the rows.

import type Database from 'better-sqlite3'
import type { Assistant, Conversation, Token, User } from '../dataset.ts'
import type { ItemText } from '../editions.ts'
import { indexes, tables, triggers } from './schema.ts'
import type { SortOrder } from './sort-order.ts'

/** A dataset whose conversations may come one by one. */
export type Rows = {
  readonly users: readonly User[]
  readonly tokens: readonly Token[]
  readonly assistants: readonly Assistant[]
  readonly conversations: Iterable<Conversation>
}

/** What is written of a row in JSON. */
export type RowTexts = Readonly<Record<ItemText | 'variables', string>>

export type ImportOptions = {
  readonly order: SortOrder
  /** What the rows are, for whoever opens the file again. */
  readonly source: string
  /** Makes the JSON texts of a row. */
  readonly render: (row: Conversation, assistant: Assistant) => RowTexts
  /** Called after every row with the number of rows so far. */
  readonly onRow?: ((count: number) => void) | undefined
}

export function importRows(db: Database.Database, rows: Rows, options: ImportOptions): void {
  db.transaction(() => {
    db.exec(tables)
    const user = db.prepare('INSERT INTO users (id, name, email) VALUES (?, ?, ?)')
    for (const { id, name, email } of rows.users) user.run(id, name, email)
    const token = db.prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?)')
    for (const { id, user_id, plain, edition, expires_at } of rows.tokens) token.run(id, user_id, plain, edition, expires_at)
    const assistant = db.prepare('INSERT INTO assistants VALUES (?, ?, ?, ?)')
    for (const { id, uuid, user_id, name } of rows.assistants) assistant.run(id, uuid, user_id, name)
    const count = importConversations(db, rows, options)
    db.prepare('INSERT INTO seeded VALUES (?, ?)').run(options.source, count)
    db.exec(indexes(options.order))
    db.exec(triggers)
  })()
}

function importConversations(db: Database.Database, rows: Rows, { render, onRow }: ImportOptions): number {
  const assistants = new Map(rows.assistants.map((assistant) => [assistant.id, assistant]))
  const insert = db.prepare(`INSERT INTO conversations VALUES (${Array.from({ length: 18 }, () => '?').join(', ')})`)
  const chronology = createChronology()
  let count = 0
  for (const row of rows.conversations) {
    const assistant = assistants.get(row.assistant_id)
    if (!assistant) throw new Error(`conversation ${row.id} names assistant ${row.assistant_id}, which does not exist`)
    const text = render(row, assistant)
    insert.run(
      row.id,
      assistant.user_id,
      row.uuid,
      row.assistant_id,
      row.type,
      text.variables,
      row.external_identifier,
      row.message_count,
      row.total_cost,
      row.ai_enabled ? 1 : 0,
      row.whatsapp_sender_name,
      row.whatsapp_sender_phone,
      row.customer_name,
      row.customer_phone,
      row.created_at,
      row.updated_at,
      text.basic,
      text.full,
    )
    chronology.see(assistant.user_id, row)
    count++
    onRow?.(count)
  }
  const outOfOrder = db.prepare('UPDATE users SET chronological = 0 WHERE id = ?')
  for (const userId of chronology.outOfOrder) outOfOrder.run(userId)
  return count
}

/** Notes the users whose created_at falls somewhere as id rises. Rows that do not come by rising id count as such. */
function createChronology() {
  const latest = new Map<number, { id: number; created_at: string }>()
  const outOfOrder = new Set<number>()
  return {
    outOfOrder,
    see(userId: number, { id, created_at }: Conversation): void {
      const before = latest.get(userId)
      if (before && (id < before.id || created_at < before.created_at)) outOfOrder.add(userId)
      latest.set(userId, { id, created_at })
    },
  }
}
