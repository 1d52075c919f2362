// Reads the rows of one table of a dataset, in batches.

import * as z from 'zod'
import { Assistant, Conversation, toDatasetError, toProblems, Token, User } from './dataset.ts'
import { type MessageTable, messageTables, MessageRow } from './message.ts'
import { BATCH, type Batch, type DatasetPart } from './parts.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import { createRising } from './references.ts'
import {
  CHECKING,
  MAX_BYTES,
  notJson,
  parsePiece,
  refusalOfValue,
  refuse,
  type StreamedInput,
} from './streamed-input.ts'
import { createUsualRowReader } from './usual-row.ts'

export type Table = DatasetPart['table']

type Read<Row> = (value: unknown) => z.ZodSafeParseResult<Row>

const readBy =
  <Row>(schema: z.ZodType<Row>): Read<Row> =>
  (value) =>
    schema.safeParse(value, CHECKING)

const readUsualRow = createUsualRowReader()

function readConversation(value: unknown): z.ZodSafeParseResult<Conversation> {
  const data = readUsualRow(value)
  return data ? { success: true, data } : Conversation.safeParse(value, CHECKING)
}

const UnownedAssistant = Assistant.extend({
  user_id: z
    .unknown()
    .optional()
    .transform(() => 0),
})

export async function* readTable(input: StreamedInput, table: Table): AsyncGenerator<DatasetPart> {
  const { reader, references } = input
  if (!(await reader.take('[')))
    throw await refusalOfValue(input, { path: [table], message: 'must be an array' })
  if (isPassedOver(input, table)) {
    for await (const _ of readRows(input, table, readBy(z.unknown()), () => []));
    return
  }
  if (isOfMessages(table)) yield { table, rows: [], first: 0 }
  yield* readKnownRows(input, table)
  if (table === 'users') refuse(input, references.endUsers())
}

function readKnownRows(input: StreamedInput, table: Table): AsyncGenerator<DatasetPart> {
  const { references, tables } = input
  switch (table) {
    case 'users':
      return readRows(input, table, readBy(User), references.users)
    case 'tokens':
      return readRows(input, table, readBy(Token), references.tokens)
    case 'assistants':
      if (tables === 'rows')
        return readRows(input, table, readBy(UnownedAssistant), references.unowned)
      return readRows(input, table, readBy(Assistant), references.assistants)
    case 'conversations':
      return readRows(input, table, readConversation, references.conversations)
    default:
      return readRows(input, table, readBy(MessageRow), createRising(table))
  }
}

export const isPassedOver = ({ tables }: StreamedInput, table: Table): boolean =>
  tables === 'rows' && (table === 'users' || table === 'tokens')

async function* readRows<Name extends string, Row>(
  input: StreamedInput,
  table: Name,
  read: Read<Row>,
  check: (row: Row, index: number) => InputProblem[],
): AsyncGenerator<Batch<Name, Row>, void> {
  const { reader } = input
  let rows: Row[] = []
  let first = 0
  if (await reader.take(']')) return
  do {
    const index = first + rows.length
    const piece = reader.cutAtOnce(MAX_BYTES) ?? (await reader.cut(MAX_BYTES))
    if (!piece)
      throw toDatasetError(input.name, [
        { path: [table, index], message: 'is longer than 1 MiB; shorten it' },
      ])
    const row = read(parsePiece(input, piece))
    if (!row.success) throw toDatasetError(input.name, toProblems(row.error, [table, index]))
    refuse(input, check(row.data, index))
    rows.push(row.data)
    if (rows.length === BATCH) {
      yield { table, rows, first }
      first += BATCH
      rows = []
    }
  } while (reader.takeAtOnce(',') || (await reader.take(',')))
  if (!(await reader.take(']'))) throw notJson(input, 'expected "," or "]"')
  if (rows.length > 0) yield { table, rows, first }
}

export const isOfMessages = (table: Table): table is MessageTable =>
  messageTables.some((name) => name === table)
