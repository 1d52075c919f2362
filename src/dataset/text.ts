import { type Assistant, ownFields } from './assistant.ts'
import { DEFAULT_BALANCE } from './balance.ts'
import type { CaptureNote } from './captured.ts'
import type { Conversation, Token, User } from './dataset.ts'
import type { MessageRow } from './message.ts'
import type { PhpValue } from '../php/json.ts'

/** The texts of rows. Undefined means a pause, because the next row takes a while. */
type Tables = { [name: string]: Iterable<string | undefined> }

type FormatOptions = {
  /** The path of the JSON schema, for editors. */
  readonly schema?: string | undefined
  /** The text of one more member after the tables. */
  readonly note?: string | undefined
}

/**
 * The text of a dataset file from the texts of its rows. Each row is one line, so that a changed
 * row is one line in a diff. The text comes in pieces, so that millions of rows need little memory.
 */
export function* formatTables(
  tables: Tables,
  { schema, note }: FormatOptions = {},
): Generator<string> {
  let opening = schema === undefined ? '{\n' : `{\n"$schema":${formatText(schema)},\n`
  for (const [name, rows] of Object.entries(tables)) {
    yield `${opening}"${name}":[`
    let separator = '\n'
    for (const row of rows) {
      if (row === undefined) {
        yield ''
        continue
      }
      yield `${separator}${row}`
      separator = ',\n'
    }
    yield '\n]'
    opening = ',\n'
  }
  yield note === undefined ? '\n}\n' : `,\n${note}\n}\n`
}

/**
 * The rows of a dataset, perhaps one by one. Undefined means a pause, because the next row takes a
 * while.
 */
type DatasetRows = {
  readonly users: Iterable<User>
  readonly tokens: Iterable<Token | undefined>
  readonly assistants: Iterable<Assistant | undefined>
  readonly conversations: Iterable<Conversation | undefined>
  readonly messages?: Iterable<MessageRow | undefined> | undefined
  readonly added_messages?: Iterable<MessageRow | undefined> | undefined
  readonly captured?: CaptureNote | undefined
}

/** The path of the JSON schema in a project that has installed this package. */
export const DATASET_SCHEMA = './node_modules/conversations-mock/dataset.schema.json'

/**
 * Writes rows like formatTables() writes texts. It omits default values, because earlier versions
 * do not know all fields.
 */
export function formatDataset(
  { users, tokens, assistants, conversations, messages, added_messages, captured }: DatasetRows,
  schema?: string,
): Generator<string> {
  const tables = {
    users: formatRows(users, formatUser),
    tokens: formatRows(tokens, formatRow),
    assistants: formatRows(assistants, formatAssistant),
    conversations: formatRows(conversations, formatRow),
    ...(messages && { messages: formatRows(messages, formatMessage) }),
    ...(added_messages && { added_messages: formatRows(added_messages, formatMessage) }),
  }
  return formatTables(tables, {
    schema,
    note: captured && `"captured":${JSON.stringify(captured)}`,
  })
}

function* formatRows<Row>(
  rows: Iterable<Row | undefined>,
  format: (row: Row) => string,
): Generator<string | undefined> {
  for (const row of rows) yield row && format(row)
}

export const formatRow = (row: Token | Conversation): string => formatObject(Object.entries(row))

export function formatUser({ total_balance, ...user }: User): string {
  const isDefault = total_balance === DEFAULT_BALANCE
  return formatObject(Object.entries({ ...user, ...(!isDefault && { total_balance }) }))
}

export function formatAssistant(assistant: Assistant): string {
  const { id, uuid, user_id, name } = assistant
  return formatObject([...Object.entries({ id, uuid, user_id, name }), ...ownFields(assistant)])
}

export function formatMessage({ function_calls, ...message }: MessageRow): string {
  const calls = function_calls === null ? {} : { function_calls }
  return formatObject(Object.entries({ ...message, ...calls }))
}

function formatValue(value: PhpValue): string {
  if (typeof value === 'string') return formatText(value)
  if (Array.isArray(value)) return `[${value.map(formatValue).join(',')}]`
  return value instanceof Map ? formatObject([...value]) : String(value)
}

const formatObject = (entries: readonly [string, PhpValue][]): string =>
  `{${entries.map(([key, item]) => `${formatText(key)}:${formatValue(item)}`).join(',')}}`

// Characters that an editor does not show as they are: combining marks, unusual spaces, controls,
// direction marks, joiners, variation selectors, private use, noncharacters and tags. The ranges
// are fixed, because the \p{} classes grow with each Node.js version.
const UNREADABLE = new RegExp(
  [
    '[\\u0300-\\u036f\\u007f-\\u00a0\\u00ad\\u061c\\u1100-\\u11ff\\u180e]',
    '[\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2126\\u212a\\u212b\\u3000]',
    '[\\ufe00-\\ufe0f\\ue000-\\uf8ff\\ufdd0-\\ufdef\\ufeff\\ufff0-\\uffff]',
    '[\\udb40-\\udbff][\\udc00-\\udfff]',
  ].join('|'),
  'g',
)

const formatText = (text: string): string => JSON.stringify(text).replace(UNREADABLE, escapeUnits)

function escapeUnits(matched: string): string {
  return Array.from(
    { length: matched.length },
    (_, at) => `\\u${matched.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
