import type { Assistant, Conversation, Token, User } from './dataset.ts'
import type { PhpValue } from '../php/json.ts'

type Row = User | Token | Assistant | Conversation
type Tables = { [name: string]: Iterable<string> }

/**
 * The text of a dataset file from the texts of its rows: one line for each, so that a changed row is one line in a diff.
 * It comes in pieces, so that millions of rows need no memory.
 */
export function* formatTables(tables: Tables): Generator<string> {
  let opening = '{\n'
  for (const [name, rows] of Object.entries(tables)) {
    yield `${opening}"${name}":[`
    let separator = '\n'
    for (const row of rows) {
      yield `${separator}${row}`
      separator = ',\n'
    }
    yield '\n]'
    opening = ',\n'
  }
  yield '\n}\n'
}

/** The rows of a dataset, which may come one by one. */
type DatasetRows = {
  readonly users: Iterable<User>
  readonly tokens: Iterable<Token>
  readonly assistants: Iterable<Assistant>
  readonly conversations: Iterable<Conversation>
}

/** As formatTables() from the rows themselves. */
export function formatDataset({
  users,
  tokens,
  assistants,
  conversations,
}: DatasetRows): Generator<string> {
  return formatTables({
    users: formatRows(users),
    tokens: formatRows(tokens),
    assistants: formatRows(assistants),
    conversations: formatRows(conversations),
  })
}

function* formatRows(rows: Iterable<Row>): Generator<string> {
  for (const row of rows) yield formatRow(row)
}

export const formatRow = (row: Row): string => formatObject(Object.entries(row))

function formatValue(value: PhpValue): string {
  if (typeof value === 'string') return formatText(value)
  if (Array.isArray(value)) return `[${value.map(formatValue).join(',')}]`
  return value instanceof Map ? formatObject([...value]) : String(value)
}

const formatObject = (entries: readonly [string, PhpValue][]): string =>
  `{${entries.map(([key, item]) => `${formatText(key)}:${formatValue(item)}`).join(',')}}`

// Characters that an editor does not show as they are: combining marks, spaces of unusual width, controls, directions,
// joiners, variation selectors, private use, noncharacters and tags. Ranges, because the \p{} classes grow with Node.
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

function escapeUnits(found: string): string {
  return Array.from(
    { length: found.length },
    (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
