// The columns of a conversation: their SQL, and how a field comes back. Tables, statements and rows follow
// from these lists. Files have the columns in this order.

import { type Conversation, conversationTypes } from '../dataset/dataset.ts'
import { decodeJson } from '../php/json-decode.ts'
import type { Bound } from './statements.ts'

type Column<T> = {
  readonly sql: string
  readonly fromBound: (bound: Bound) => T
}

const integer: Column<number> = { sql: 'INTEGER NOT NULL', fromBound: Number }
const text: Column<string> = { sql: 'TEXT NOT NULL', fromBound: String }
const dateTime: Column<string> = { ...text, sql: 'DATETIME NOT NULL' }
const optionalText: Column<string | null> = {
  sql: 'TEXT',
  fromBound: (bound) => (bound === null ? null : String(bound)),
}

/** The columns of an index besides the key of a row. */
const indexed = {
  uuid: text,
  assistant_id: integer,
  type: {
    ...text,
    fromBound: (bound) => conversationTypes.find((name) => name === bound) ?? 'test',
  },
  external_identifier: optionalText,
  whatsapp_sender_phone: optionalText,
  customer_phone: optionalText,
  created_at: dateTime,
} satisfies Partial<Fields>

/** The fields that may change without work for an index. */
const plain = {
  variables: {
    sql: 'TEXT NOT NULL',
    fromBound: (bound) => decodeJson(String(bound)) ?? null,
  },
  message_count: integer,
  total_cost: { ...integer, sql: 'REAL NOT NULL' },
  ai_enabled: { sql: 'INTEGER NOT NULL', fromBound: (bound) => bound === 1 },
  whatsapp_sender_name: optionalText,
  customer_name: optionalText,
  updated_at: dateTime,
} satisfies Partial<Fields>

type Fields = { readonly [Name in keyof Conversation]: Column<Conversation[Name]> }

export const fieldColumns: Fields = { id: integer, ...indexed, ...plain }

const sqlOf = (columns: Partial<Fields>): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([name, { sql }]) => [name, sql]))

/** The SQL of the columns of a conversation, by their names. */
export const columnTypes = {
  key: { dataset_id: 'INTEGER NOT NULL', ...sqlOf({ id: integer }) },
  indexed: sqlOf(indexed),
  /** With the JSON texts of a row. */
  plain: { ...sqlOf(plain), basic: text.sql, full: text.sql },
  /** The id of the last message, see `laterDefinitions`. New rows have none. */
  pointer: { last_message: 'INTEGER' },
} as const
