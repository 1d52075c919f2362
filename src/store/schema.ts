// Defines the tables and triggers as SQL.

import { columnTypes } from './conversation-columns.ts'

/** The value of PRAGMA user_version in a file with these tables. */
export const SCHEMA_VERSION = 3

/** The earlier version. `upgrade` converts its files. */
export const EARLIER_VERSION = 2

const valueColumns = { ...columnTypes.indexed, ...columnTypes.plain }
const givenColumns = { ...columnTypes.key, ...valueColumns }
const rowColumns = { ...givenColumns, ...columnTypes.pointer }
const declared = Object.entries(rowColumns)
  .map(([name, type]) => `  ${name} ${type},\n`)
  .join('')

const namesOf = (list: object): string => Object.keys(list).join(', ')

/** All columns of a conversation, and the columns that no index contains. */
export const columns = namesOf(rowColumns)
export const unindexed = namesOf({ ...columnTypes.plain, ...columnTypes.pointer })

/**
 * The columns that come from a conversation: all; all but the key; then, without the key, the columns
 * with and without an index.
 */
export const given = namesOf(givenColumns)
export const values = namesOf(valueColumns)
export const indexedValues = namesOf(columnTypes.indexed)
export const plainValues = namesOf(columnTypes.plain)

/**
 * Ids are unique within a dataset. Each user has one dataset. A dataset without a user is staged or
 * garbage.
 *
 * `basic` and `full` are a row's JSON texts, ready to send. `chronological` is true when a higher id
 * never has an earlier created_at. Then a range of dates is a range of ids. `touched` lists the rows
 * that changed since the baseline, and `originals` keeps them as they were. `is_moved` is true when an
 * indexed column or the key changed. `rid` keeps the indexes small; no table refers to it.
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

/** Selects each table with the names of its columns. */
export const columnNames = `SELECT name, (SELECT group_concat(name) FROM pragma_table_info(sqlite_master.name))
  FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`

/**
 * Tables that later versions added. A file of an earlier version gets them when it is opened.
 *
 * - `staged` and `staging_keys`: the rids of rows that are being written, and the key of their writer.
 * - `leaving`: the ids of rows that are being removed.
 * - `change_notes`: what the last changes of processes that share the file outdate.
 * - `watches` and `watched_rows`: datasets that are read over many turns, and their changed rows.
 * - `shared_drafts`: the staged datasets of processes that share the file.
 * - `added_assistants`: assistants that came after the baseline.
 * - `assistant_fields`: the fields of an assistant that differ from the defaults.
 * - `webhooks`: the webhooks that changed since the baseline. A negative dataset is a snapshot.
 * - `balances`: a dataset without a row has the default balance. A negative id is a snapshot.
 * - `baseline_messages`: the last message id of the baseline. When it is not complete, earlier messages
 *   are generated.
 * - `discarded_messages`: ranges of messages that are deleted later.
 * - `messages`: a message never changes and refers to the message before it. So a conversation, also in
 *   a snapshot, needs only its last message.
 */
const laterDefinitions = {
  staging_keys: '(first INTEGER PRIMARY KEY, key TEXT NOT NULL)',
  staged: '(first INTEGER PRIMARY KEY, last INTEGER NOT NULL)',
  leaving: '(dataset_id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)',
  change_notes: '(id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL, what TEXT NOT NULL)',
  watches: '(id INTEGER PRIMARY KEY AUTOINCREMENT, dataset_id INTEGER NOT NULL)',
  watched_rows:
    '(watch INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (watch, id)) WITHOUT ROWID',
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

// OR IGNORE excludes an ABORT, so SQLite need not copy each page before it changes. NOT EXISTS is needed
// too, because the OR clause of the firing statement overrides that of the trigger. An upsert could
// always end in an ABORT.
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

/** The triggers are created after the baseline. They do nothing while the table `aside` has a row. */
export const triggers = Object.entries(triggerBodies).map(
  ([name, [event, body]]) =>
    `CREATE TRIGGER ${name} ${event} ON conversations WHEN NOT EXISTS (SELECT 1 FROM aside) BEGIN ${body} END`,
)

/** Converts a file of the earlier version. Its triggers name all columns, so they are replaced. */
export const upgrade = `BEGIN IMMEDIATE;
${Object.keys(triggerBodies)
  .map((name) => `DROP TRIGGER ${name};`)
  .join('\n')}
${['conversations', 'originals', 'snapshot_rows'].map((table) => `ALTER TABLE ${table} ADD COLUMN last_message INTEGER;`).join('\n')}
${triggers.map((trigger) => `${trigger};`).join('\n')}
PRAGMA user_version = ${SCHEMA_VERSION};
COMMIT;`

export const dropTriggers = Object.keys(triggerBodies).map((name) => `DROP TRIGGER ${name}`)
