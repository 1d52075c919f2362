// The columns of a conversation, with their SQL and the conversion back to fields. Tables,
// statements and rows use these lists. Database files have the columns in this order.

import { conversationTypes } from '../dataset/conversation-types.ts'
import type { Conversation } from '../dataset/dataset.ts'
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

/** The columns that an index contains, besides the key of a row. */
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

/** The fields that no index contains, so changing them needs no work on an index. */
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

/** The SQL types of the columns of a conversation, by name. */
export const columnTypes = {
  key: { dataset_id: 'INTEGER NOT NULL', ...sqlOf({ id: integer }) },
  indexed: sqlOf(indexed),
  /** Includes the ready JSON texts of a row. */
  plain: { ...sqlOf(plain), basic: text.sql, full: text.sql },
  /** The id of the last message; see `laterDefinitions`. It is empty in a new row. */
  pointer: { last_message: 'INTEGER' },
} as const
