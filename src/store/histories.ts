// The messages of conversations. Invented messages fill the time before the stored ones.

import type { Conversation } from '../dataset/dataset.ts'
import type { Message, MessageRow, MessageTable } from '../dataset/message.ts'
import { decodeJson } from '../php/json-decode.ts'
import { type Hidden, isVisible } from './hidden.ts'
import { insertMessage } from './messages.ts'
import type { StoreCore } from './core.ts'
import { LongHistoryError } from './row-error.ts'
import type { createRows } from './rows.ts'
import type { Run, Values } from './statements.ts'

/** Invents the messages of a conversation. The same row always gives the same messages. */
export type InventMessages = (conversation: Conversation, count: number) => Message[]

export type SpokenMessage = Omit<MessageRow, 'id'>

/** A caller may set a message count that is too large for memory. */
const MAX_INVENTED = 10_000
/** So few rows are read within a few milliseconds. */
const SLICE = 1000
/** For the stored texts of one conversation, in bytes, because an answer has all of them. */
const MAX_BYTES = 1024 * 1024
/** The length is measured once in so many messages, and before each message of so many characters. */
const [MEASURED, LONG] = [16, 4096]

export type Histories = ReturnType<typeof createHistories>

type HistoryOptions = {
  readonly rows: Pick<ReturnType<typeof createRows>, 'each'>
  readonly hidden: Hidden
  readonly inventMessages: InventMessages
}

export function createHistories(
  { statements }: Pick<StoreCore, 'statements'>,
  { rows, hidden, inventMessages }: HistoryOptions,
) {
  /** Whether the dataset contained all messages, so that none is invented. */
  const isComplete = (datasetId: number): boolean =>
    statements.first(selectComplete, datasetId)?.[0] === 1

  /** Whether the dataset has a stored message that a row may refer to. */
  const isAny = (datasetId: number): boolean => statements.first(selectAny, datasetId) !== undefined

  /** The stored messages, oldest first. */
  const stored = (datasetId: number, last: number): Message[] =>
    last === 0
      ? []
      : statements.all(selectHistory, datasetId, last, datasetId).map(toMessage).toReversed()

  const lengthOf = (datasetId: number, last: number): number =>
    Number(statements.first(selectLength, datasetId, last, datasetId)?.[0] ?? 0)

  /** All messages, oldest first. `last` is the id of the last stored message; 0 without one. */
  function read(datasetId: number, conversation: Conversation, last: number): Message[] {
    const known = stored(datasetId, last)
    const count = Math.min(conversation.message_count - known.length, MAX_INVENTED)
    return count <= 0 || isComplete(datasetId)
      ? known
      : [...inventMessages(conversation, count), ...known]
  }

  function* eachStored(datasetId: number): Generator<SpokenMessage | undefined> {
    for (let after = 0, slice; slice === undefined || slice.length === SLICE; yield) {
      slice = statements.all(selectLasts, datasetId, after, ...hidden.boundsOf(datasetId))
      for (const [id, last] of slice)
        yield* spokenIn(Number(id), stored(datasetId, Number(last ?? 0)))
      after = Number(slice.at(-1)?.[0] ?? after)
    }
  }

  function* eachOfAll(datasetId: number): Generator<SpokenMessage | undefined> {
    for (const row of rows.each(datasetId)) {
      const last = Number(statements.first(selectLast, datasetId, row.id)?.[0] ?? 0)
      yield* spokenIn(row.id, read(datasetId, row, last))
      yield
    }
  }

  return {
    read,

    /**
     * The table for a dataset file, from which these datasets get the same messages again.
     * Undefined when no message is stored.
     */
    tableFor(datasetIds: readonly number[]): MessageTable | undefined {
      // With very many datasets, a look at each of them takes long.
      if (statements.first(selectAnywhere) === undefined) return undefined
      if (datasetIds.some(isComplete)) return 'messages'
      return datasetIds.some(isAny) ? 'added_messages' : undefined
    },

    /** The rows of that table by conversation, oldest first. Undefined gives other work a turn. */
    each: (datasetId: number, table: MessageTable): Iterable<SpokenMessage | undefined> =>
      table === 'added_messages' || isComplete(datasetId)
        ? eachStored(datasetId)
        : eachOfAll(datasetId),

    /**
     * Stores messages after `last` and returns the id of the last one. Call this inside a change.
     * Throws a LongHistoryError.
     */
    append(run: Run, datasetId: number, last: number, messages: readonly Message[]): number {
      const ends = statements.first(selectEnds, datasetId, last, datasetId)
      let [position, id] = [Number(ends?.[0] ?? 0), Number(ends?.[1] ?? 0)]
      let previous = last
      const isMeasured =
        (position + messages.length) % MEASURED < messages.length ||
        messages.some(({ content }) => content.length > LONG)
      if (isMeasured && lengthOf(datasetId, last) > MAX_BYTES) throw new LongHistoryError()
      for (const message of messages) {
        insertMessage(run, { datasetId, id: ++id, previous, position: ++position, message })
        previous = id
      }
      return previous
    },
  }
}

/** A row if any dataset has messages, or has a baseline that is complete without messages. */
const selectAnywhere =
  'SELECT 1 FROM (SELECT 1 FROM messages UNION ALL SELECT 1 FROM baseline_messages) LIMIT 1'

function* spokenIn(
  conversation_id: number,
  messages: readonly Message[],
): Generator<SpokenMessage> {
  for (const message of messages) yield { conversation_id, ...message }
}

const selectComplete = 'SELECT is_complete FROM baseline_messages WHERE dataset_id = ?'
/** The position of one message, and the highest id of all messages. */
const selectEnds = `SELECT (SELECT position FROM messages WHERE dataset_id = ? AND id = ?),
  (SELECT id FROM messages WHERE dataset_id = (SELECT ?) ORDER BY id DESC LIMIT 1)`
const selectLast = 'SELECT last_message FROM conversations WHERE dataset_id = ? AND id = ?'
const selectLasts = `SELECT id, last_message FROM conversations
  WHERE dataset_id = ? AND id > ? AND ${isVisible} ORDER BY id LIMIT ${SLICE}`
const selectAny = `SELECT 1 FROM messages AS m WHERE dataset_id = ? AND NOT EXISTS (
  SELECT 1 FROM discarded_messages AS d WHERE d.dataset_id = m.dataset_id AND m.id BETWEEN first AND last) LIMIT 1`

/**
 * Reads a history backwards from its last message. Binding values as `(SELECT ?)` halves the time
 * (see where.ts).
 */
const said = `WITH RECURSIVE said AS (
    SELECT previous, role, content, function_calls FROM messages
    WHERE dataset_id = (SELECT ?) AND id = (SELECT ?)
    UNION ALL
    SELECT m.previous, m.role, m.content, m.function_calls FROM said
    CROSS JOIN messages AS m ON m.dataset_id = (SELECT ?) AND m.id = said.previous)`
const selectHistory = `${said} SELECT role, content, function_calls FROM said`
const selectLength = `${said} SELECT sum(octet_length(content) + octet_length(function_calls)) FROM said`

const toMessage = ([role, content, function_calls]: Values): Message => ({
  role: role === 'user' ? 'user' : 'assistant',
  content: String(content),
  function_calls: decodeJson(String(function_calls)) ?? null,
})
