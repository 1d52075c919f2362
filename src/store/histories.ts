// What was said in conversations: the messages that are stored, after those that are made up for the time before.

import type { Conversation } from '../dataset/dataset.ts'
import { Message } from '../dataset/message.ts'
import { decodeJson } from '../php/json-decode.ts'
import type { Owned } from './owned.ts'
import { insertMessage } from './messages.ts'
import type { Run, Values } from './statements.ts'

/** Makes up what was said in a conversation: always the same for the same row. */
export type InventMessages = (conversation: Conversation, count: number) => Message[]

/** A caller may say that a conversation has more messages than memory holds. */
const MAX_INVENTED = 10_000

export type Histories = ReturnType<typeof createHistories>

export function createHistories(
  { statements }: Pick<Owned, 'statements'>,
  inventMessages: InventMessages,
) {
  /** Whether the dataset came with all that was said. */
  const isComplete = (datasetId: number): boolean =>
    statements.first(
      'SELECT is_complete FROM baseline_messages WHERE dataset_id = ?',
      datasetId,
    )?.[0] === 1

  /** Those that are stored, the oldest first. */
  const stored = (datasetId: number, last: number): Message[] =>
    statements.all(selectHistory, datasetId, last, datasetId).map(toMessage).toReversed()

  return {
    isComplete,
    stored,

    /** All, the oldest first. `last` is the id of the last one that is stored; 0 for none. */
    read(datasetId: number, conversation: Conversation, last: number): Message[] {
      const known = last === 0 ? [] : stored(datasetId, last)
      const count = Math.min(conversation.message_count - known.length, MAX_INVENTED)
      return count <= 0 || isComplete(datasetId)
        ? known
        : [...inventMessages(conversation, count), ...known]
    },

    /** Within a change: stores messages that follow `last`, and gives the id of the last one. */
    append(run: Run, datasetId: number, last: number, messages: readonly Message[]): number {
      let position = Number(statements.first(selectPosition, datasetId, last)?.[0] ?? 0)
      let id = Number(statements.first(selectHighest, datasetId)?.[0] ?? 0)
      let previous = last
      for (const message of messages) {
        insertMessage(run, { datasetId, id: ++id, previous, position: ++position, message })
        previous = id
      }
      return previous
    },
  }
}

const selectPosition = 'SELECT position FROM messages WHERE dataset_id = ? AND id = ?'
const selectHighest = 'SELECT max(id) FROM messages WHERE dataset_id = ?'

/** From the last one back. */
const selectHistory = `WITH RECURSIVE said AS (
    SELECT previous, role, content, function_calls FROM messages WHERE dataset_id = ? AND id = ?
    UNION ALL
    SELECT m.previous, m.role, m.content, m.function_calls FROM said CROSS JOIN messages AS m ON m.dataset_id = ? AND m.id = said.previous)
  SELECT role, content, function_calls FROM said`

const toMessage = ([role, content, function_calls]: Values): Message => ({
  role: role === 'user' ? 'user' : 'assistant',
  content: String(content),
  function_calls: decodeJson(String(function_calls)) ?? null,
})
