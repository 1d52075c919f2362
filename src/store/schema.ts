// The tables, indexes and triggers, as SQL.

import { type SortOrder, sortColumns } from './sort-order.ts'

const conversationColumns = `
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  assistant_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  variables TEXT NOT NULL,
  external_identifier TEXT,
  message_count INTEGER NOT NULL,
  total_cost REAL NOT NULL,
  ai_enabled INTEGER NOT NULL,
  whatsapp_sender_name TEXT,
  whatsapp_sender_phone TEXT,
  customer_name TEXT,
  customer_phone TEXT,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  basic TEXT NOT NULL,
  full TEXT NOT NULL`

/**
 * `basic` and `full` are a row's JSON texts, ready to send. `chronological` says that a user's created_at never falls as id
 * rises, so that a date range is an id range. `touched` and `originals` remember what the baseline held before a change.
 */
export const tables = `
CREATE TABLE seeded (source TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE resetting (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, chronological INTEGER NOT NULL DEFAULT 1);
CREATE TABLE tokens (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, plain TEXT NOT NULL UNIQUE, edition TEXT, expires_at DATETIME);
CREATE TABLE assistants (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, user_id INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE conversations (${conversationColumns}
);
CREATE TABLE originals (${conversationColumns}
);
CREATE TABLE touched (id INTEGER PRIMARY KEY);
CREATE TABLE baseline_users (id INTEGER PRIMARY KEY, chronological INTEGER NOT NULL);
`

const remember = (row: 'OLD' | 'NEW'): string => `
  INSERT OR IGNORE INTO originals SELECT * FROM conversations WHERE id = ${row}.id AND NOT EXISTS (SELECT 1 FROM touched WHERE id = ${row}.id);
  INSERT OR IGNORE INTO touched VALUES (${row}.id);`

const ifOutOfOrder = `
  UPDATE users SET chronological = 0 WHERE id = NEW.user_id AND chronological AND (
    (SELECT created_at FROM conversations WHERE user_id = NEW.user_id AND id < NEW.id ORDER BY id DESC LIMIT 1) > NEW.created_at OR
    (SELECT created_at FROM conversations WHERE user_id = NEW.user_id AND id > NEW.id ORDER BY id LIMIT 1) < NEW.created_at);`

/** Made after the baseline is in place. They stand aside while a reset works. */
export const triggers = `
INSERT INTO baseline_users SELECT id, chronological FROM users;
CREATE TRIGGER conversations_before_insert BEFORE INSERT ON conversations WHEN NOT EXISTS (SELECT 1 FROM resetting) BEGIN ${remember('NEW')} END;
CREATE TRIGGER conversations_before_update BEFORE UPDATE ON conversations WHEN NOT EXISTS (SELECT 1 FROM resetting) BEGIN ${remember('OLD')} ${remember('NEW')} END;
CREATE TRIGGER conversations_before_delete BEFORE DELETE ON conversations WHEN NOT EXISTS (SELECT 1 FROM resetting) BEGIN ${remember('OLD')} END;
CREATE TRIGGER conversations_after_insert AFTER INSERT ON conversations WHEN NOT EXISTS (SELECT 1 FROM resetting) BEGIN ${ifOutOfOrder} END;
CREATE TRIGGER conversations_after_update AFTER UPDATE OF id, user_id, created_at ON conversations WHEN NOT EXISTS (SELECT 1 FROM resetting) BEGIN ${ifOutOfOrder} END;
`

/** Back to the baseline, in one transaction; the work is in proportion to what was changed. */
export const reset = `
BEGIN IMMEDIATE;
INSERT INTO resetting VALUES (1);
DELETE FROM conversations WHERE id IN (SELECT id FROM touched);
INSERT INTO conversations SELECT * FROM originals;
DELETE FROM originals;
DELETE FROM touched;
UPDATE users SET chronological = (SELECT chronological FROM baseline_users WHERE baseline_users.id = users.id)
  WHERE chronological <> (SELECT chronological FROM baseline_users WHERE baseline_users.id = users.id);
DELETE FROM resetting;
COMMIT;
`

/** The filters that have an index, the most selective first. Each index ends in the sort key. */
export const indexedFilters = [
  ['external_identifier'],
  ['customer_phone'],
  ['whatsapp_sender_phone'],
  ['assistant_id', 'type'],
  ['assistant_id'],
  ['type'],
  [],
] as const

const optional = new Set<string>(['external_identifier', 'customer_phone', 'whatsapp_sender_phone'])

/** The name of an index on conversations. */
export const indexName = (columns: readonly string[], order: SortOrder): string => ['conversations_user', ...columns, 'by', order].join('_')

/** The indexes for one order; a file that was made for the other order gets them when it is opened. */
export function indexes(order: SortOrder): string {
  const byFilter = indexedFilters.map((columns) => {
    const condition = columns.filter((column) => optional.has(column)).map((column) => ` WHERE ${column} IS NOT NULL`)
    return `CREATE INDEX IF NOT EXISTS ${indexName(columns, order)} ON conversations (${['user_id', ...columns, ...sortColumns[order]].join(', ')})${condition.join('')};`
  })
  return [...byFilter, 'CREATE INDEX IF NOT EXISTS conversations_user_created_at ON conversations (user_id, created_at, id);'].join('\n')
}
