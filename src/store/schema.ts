// The tables, indexes and triggers, as SQL.

import { type SortOrder, sortColumns } from '../dataset/sort-order.ts'
import { columnTypes } from './conversation-columns.ts'

/** The number in PRAGMA user_version of a file with these tables. */
export const SCHEMA_VERSION = 3

/** The version before, whose files are brought up to date: see `upgrade`. */
export const EARLIER_VERSION = 2

const valueColumns = { ...columnTypes.indexed, ...columnTypes.plain }
const givenColumns = { ...columnTypes.key, ...valueColumns }
const rowColumns = { ...givenColumns, ...columnTypes.pointer }
const declared = Object.entries(rowColumns)
  .map(([name, type]) => `  ${name} ${type},\n`)
  .join('')

const namesOf = (list: object): string => Object.keys(list).join(', ')

/** All columns of a conversation, and those that may change without work for an index. */
export const columns = namesOf(rowColumns)
export const unindexed = namesOf({ ...columnTypes.plain, ...columnTypes.pointer })

/** The columns that a conversation gives: all, those without its key, and of the latter those that an index holds and the others. */
export const given = namesOf(givenColumns)
export const values = namesOf(valueColumns)
export const indexedValues = namesOf(columnTypes.indexed)
export const plainValues = namesOf(columnTypes.plain)

/**
 * Ids are unique within a dataset. Each user has one; one that nobody points at is a staged dataset or garbage.
 *
 * `basic` and `full` are a row's JSON texts, ready to send. `chronological` says that created_at never falls as id rises, so
 * that a date range is an id range. `touched` and `originals` remember what the baseline held before a change; `is_moved` says
 * that more changed than plain columns. `rid` keeps the indexes small; nothing refers to it.
 */
export const tables = `
PRAGMA user_version = ${SCHEMA_VERSION};
CREATE TABLE seeded (source TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE aside (id INTEGER PRIMARY KEY);
CREATE TABLE datasets (
  id INTEGER PRIMARY KEY AUTOINCREMENT, chronological INTEGER NOT NULL DEFAULT 1, baseline_chronological INTEGER NOT NULL DEFAULT 1);
CREATE TABLE garbage (dataset_id INTEGER PRIMARY KEY);
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, email TEXT NOT NULL, dataset_id INTEGER NOT NULL, baseline_id INTEGER NOT NULL,
  is_created INTEGER NOT NULL DEFAULT 0, expires_at REAL);
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, plain TEXT NOT NULL UNIQUE, edition TEXT, expires_at DATETIME);
CREATE TABLE baseline_users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, dataset_id INTEGER NOT NULL);
CREATE TABLE baseline_tokens (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, plain TEXT NOT NULL UNIQUE, edition TEXT, expires_at DATETIME);
CREATE TABLE assistants (
  dataset_id INTEGER NOT NULL, id INTEGER NOT NULL, uuid TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (dataset_id, id), UNIQUE (dataset_id, uuid)) WITHOUT ROWID;
CREATE TABLE conversations (
  rid INTEGER PRIMARY KEY,
${declared.trimEnd().slice(0, -1)});
CREATE TABLE originals (
${declared}  PRIMARY KEY (dataset_id, id)) WITHOUT ROWID;
CREATE TABLE touched (dataset_id INTEGER NOT NULL, id INTEGER NOT NULL, is_moved INTEGER NOT NULL, PRIMARY KEY (dataset_id, id)) WITHOUT ROWID;
CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, name TEXT NOT NULL, dataset_id INTEGER NOT NULL,
  chronological INTEGER NOT NULL, created_at REAL NOT NULL, rows INTEGER NOT NULL, UNIQUE (user_id, name));
CREATE TABLE snapshot_rows (
  snapshot_id INTEGER NOT NULL,
${declared}  PRIMARY KEY (snapshot_id, id)) WITHOUT ROWID;
CREATE TABLE snapshot_touched (
  snapshot_id INTEGER NOT NULL, id INTEGER NOT NULL, is_moved INTEGER NOT NULL, PRIMARY KEY (snapshot_id, id)) WITHOUT ROWID;
`

/** Each table with the names of its columns. */
export const columnNames = `SELECT name, (SELECT group_concat(name) FROM pragma_table_info(sqlite_master.name))
  FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`

/**
 * Assistants that came after the baseline; the rids of rows that are being written, with the key of their writer, and the ids of those that are being removed; the
 * staged datasets of processes that share the file. A file of an earlier version gets the tables when it is opened.
 *
 * Of an assistant, `assistant_fields` holds what differs from the defaults, and `webhooks` what changed since the baseline. A
 * dataset without a balance has the default one. The `baseline_messages` are those up to an id; unless they are complete,
 * what was said before them is made up. Those between two ids that are `discarded_messages` are deleted later. Messages never change: each names the one before it, so that a
 * conversation needs only its last one, also in a snapshot. In `webhooks` and `balances` a negative id is a snapshot.
 */
const laterDefinitions = {
  staging_keys: '(first INTEGER PRIMARY KEY, key TEXT NOT NULL)',
  staged: '(first INTEGER PRIMARY KEY, last INTEGER NOT NULL)',
  leaving: '(dataset_id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)',
  shared_drafts: '(dataset_id INTEGER PRIMARY KEY)',
  added_assistants:
    '(dataset_id INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (dataset_id, id)) WITHOUT ROWID',
  assistant_fields: `(dataset_id INTEGER NOT NULL, id INTEGER NOT NULL, is_deleted INTEGER NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (dataset_id, id)) WITHOUT ROWID`,
  webhooks: `(dataset_id INTEGER NOT NULL, id INTEGER NOT NULL, is_active INTEGER NOT NULL, url TEXT, updated_at DATETIME NOT NULL,
    PRIMARY KEY (dataset_id, id)) WITHOUT ROWID`,
  balances: '(dataset_id INTEGER PRIMARY KEY, balance REAL NOT NULL, baseline REAL NOT NULL)',
  baseline_messages:
    '(dataset_id INTEGER PRIMARY KEY, last INTEGER NOT NULL, is_complete INTEGER NOT NULL)',
  discarded_messages:
    '(dataset_id INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (dataset_id, first)) WITHOUT ROWID',
  messages: `(dataset_id INTEGER NOT NULL, id INTEGER NOT NULL, previous INTEGER, position INTEGER NOT NULL, role TEXT NOT NULL,
    content TEXT NOT NULL, function_calls TEXT NOT NULL, PRIMARY KEY (dataset_id, id)) WITHOUT ROWID`,
} as const

export const laterTables = Object.entries(laterDefinitions)
  .map(([name, definition]) => `CREATE TABLE IF NOT EXISTS ${name} ${definition};`)
  .join('\n')

export const laterTableNames = Object.keys(laterDefinitions)

const isMoved = Object.keys(columnTypes.indexed)
  .map((column) => `NEW.${column} IS NOT OLD.${column}`)
  .join(' OR ')
const hasOtherKey = 'NEW.dataset_id <> OLD.dataset_id OR NEW.id <> OLD.id'

const isRow = (row: 'OLD' | 'NEW'): string => `dataset_id = ${row}.dataset_id AND id = ${row}.id`
const isTouched = (row: 'OLD' | 'NEW'): string =>
  `EXISTS (SELECT 1 FROM touched WHERE ${isRow(row)})`

// Where nothing can end in ABORT, SQLite need not copy each page before it changes: hence OR IGNORE. The OR of the statement
// that fires a trigger goes before it: hence NOT EXISTS. An upsert can always end in ABORT.
const remember = (row: 'OLD' | 'NEW', moved: string, condition = 'true'): string => `
  INSERT OR IGNORE INTO originals SELECT ${columns} FROM conversations WHERE (${condition}) AND ${isRow(row)} AND NOT ${isTouched(row)};
  INSERT OR IGNORE INTO touched SELECT ${row}.dataset_id, ${row}.id, 0 WHERE (${condition}) AND NOT ${isTouched(row)};
  UPDATE OR IGNORE touched SET is_moved = 1 WHERE (${moved}) AND ${isRow(row)} AND NOT is_moved;`

const ifOutOfOrder = `
  UPDATE OR IGNORE datasets SET chronological = 0 WHERE id = NEW.dataset_id AND chronological AND (
    (SELECT created_at FROM conversations WHERE dataset_id = NEW.dataset_id AND id < NEW.id ORDER BY id DESC LIMIT 1) > NEW.created_at OR
    (SELECT created_at FROM conversations WHERE dataset_id = NEW.dataset_id AND id > NEW.id ORDER BY id LIMIT 1) < NEW.created_at);`

const triggerBodies = {
  conversations_before_insert: ['BEFORE INSERT', remember('NEW', 'true')],
  conversations_before_update: [
    'BEFORE UPDATE',
    remember('OLD', `${isMoved} OR ${hasOtherKey}`) + remember('NEW', hasOtherKey, hasOtherKey),
  ],
  conversations_before_delete: ['BEFORE DELETE', remember('OLD', 'true')],
  conversations_after_insert: ['AFTER INSERT', ifOutOfOrder],
  conversations_after_update: ['AFTER UPDATE OF dataset_id, id, created_at', ifOutOfOrder],
} as const

/** Made after the baseline is in place. They stand aside while the table `aside` holds a row. */
export const triggers = Object.entries(triggerBodies).map(
  ([name, [event, body]]) =>
    `CREATE TRIGGER ${name} ${event} ON conversations WHEN NOT EXISTS (SELECT 1 FROM aside) BEGIN ${body} END`,
)

/** For a file of the version before; its triggers name all columns. */
export const upgrade = `BEGIN IMMEDIATE;
${Object.keys(triggerBodies)
  .map((name) => `DROP TRIGGER ${name};`)
  .join('\n')}
${['conversations', 'originals', 'snapshot_rows'].map((table) => `ALTER TABLE ${table} ADD COLUMN last_message INTEGER;`).join('\n')}
${triggers.map((trigger) => `${trigger};`).join('\n')}
PRAGMA user_version = ${SCHEMA_VERSION};
COMMIT;`

export const dropTriggers = Object.keys(triggerBodies).map((name) => `DROP TRIGGER ${name}`)

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
export const indexName = (filters: readonly string[], order: SortOrder): string =>
  ['conversations', ...filters, 'by', order].join('_')

/** The indexes for one order; a file that was made for the other order gets them when it is opened. */
export function indexes(order: SortOrder): string {
  const byFilter = indexedFilters.slice(0, -1).map((filters) => {
    const condition = filters
      .filter((column) => optional.has(column))
      .map((column) => ` WHERE ${column} IS NOT NULL`)
    return `CREATE INDEX IF NOT EXISTS ${indexName(filters, order)} ON conversations (${['dataset_id', ...filters, ...sortColumns[order]].join(', ')})${condition.join('')};`
  })
  return [
    `CREATE UNIQUE INDEX IF NOT EXISTS ${indexName([], 'id')} ON conversations (dataset_id, id);`,
    `CREATE INDEX IF NOT EXISTS ${indexName([], 'created_at')} ON conversations (dataset_id, created_at, id);`,
    ...byFilter,
  ].join('\n')
}

export const indexNames = (order: SortOrder): string[] => [
  indexName([], 'id'),
  indexName([], 'created_at'),
  ...indexedFilters.slice(0, -1).map((filters) => indexName(filters, order)),
]

/**
 * Only for those who write or look for a uuid: a start with few rows does without, because it costs a third of the time of all other
 * indexes. With more rows somebody would wait for it in the middle of the run.
 */
export const uuidIndex =
  'CREATE UNIQUE INDEX IF NOT EXISTS conversations_by_uuid_first ON conversations (uuid, dataset_id)'

/** It was of use only to those who knew the dataset. */
export const dropEarlierUuidIndex = 'DROP INDEX IF EXISTS conversations_by_uuid'

/** From rows and assistants to the user whose they are. */
export const usersIndex = 'CREATE INDEX IF NOT EXISTS users_by_dataset ON users (dataset_id)'
export const assistantsIndex = 'CREATE INDEX IF NOT EXISTS assistants_by_uuid ON assistants (uuid)'

/** A row if there are more than can be indexed in a few milliseconds. */
export const manyRows = 'SELECT 1 FROM conversations LIMIT 1 OFFSET 5000'
