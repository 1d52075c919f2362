// Stores messages. A message never changes and refers to the previous one of its conversation.

import type { Message } from '../dataset/message.ts'
import { encodeJson } from '../php/json.ts'
import type { Bound, Run, Values } from './statements.ts'

type NewMessage = {
  readonly datasetId: number
  readonly id: number
  /** The id of the previous message; 0 for the first one. */
  readonly previous: number
  /** The number of the message among the stored ones of its conversation, from 1. */
  readonly position: number
  readonly message: Message
}

/** Stores a message. Call this inside a change. */
export function insertMessage(
  run: Run,
  { datasetId, id, previous, position, message }: NewMessage,
): void {
  const { role, content, function_calls } = message
  const calls = encodeJson(function_calls)
  run(insertSql, datasetId, id, previous === 0 ? null : previous, position, role, content, calls)
}

const insertSql = 'INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)'

type Access = {
  readonly run: Run
  readonly first: (sql: string, ...bound: Bound[]) => Values | undefined
}

/** The last message of a conversation. The id is 0 without messages. */
type Head = {
  readonly datasetId: number
  readonly conversationId: number
  readonly id: number
  readonly position: number
}

/**
 * Writes the messages of a new dataset inside a change, while the triggers are off. The messages of
 * one conversation must come in their order. Each message gets a new id. Call end() before the
 * change ends.
 */
export function createMessageWriter({ run, first }: Access) {
  const lastIds = new Map<number, number>()
  let head: Head | undefined

  function nextId(datasetId: number): number {
    const last =
      lastIds.get(datasetId) ??
      Number(first('SELECT max(id) FROM messages WHERE dataset_id = ?', datasetId)?.[0])
    lastIds.set(datasetId, last + 1)
    return last + 1
  }

  /** For successive messages of one conversation, the row stores only the last one. */
  function end(): void {
    if (head) run(setLast, head.id, head.datasetId, head.conversationId)
    head = undefined
  }

  function open(datasets: string, conversationId: number): Head | undefined {
    if (head?.conversationId === conversationId) return head
    end()
    const row = first(selectHead, datasets, conversationId)
    return (
      row && {
        conversationId,
        datasetId: Number(row[0]),
        id: Number(row[1]),
        position: Number(row[2]),
      }
    )
  }

  return {
    /** `datasets` is a JSON list of dataset ids. False when none of them has the conversation. */
    write(datasets: string, conversationId: number, message: Message): boolean {
      const before = open(datasets, conversationId)
      if (!before) return false
      const { datasetId } = before
      const [id, position] = [nextId(datasetId), before.position + 1]
      insertMessage(run, { datasetId, id, previous: before.id, position, message })
      head = { datasetId, conversationId, id, position }
      return true
    },

    end,
  }
}

/** CROSS JOIN fixes the order: otherwise SQLite may read all conversations. */
const selectHead = `SELECT c.dataset_id, coalesce(last_message, 0), coalesce(position, 0) FROM json_each(?) AS d
  CROSS JOIN conversations AS c ON c.dataset_id = d.value AND c.id = ?
  LEFT JOIN messages AS m ON m.dataset_id = c.dataset_id AND m.id = last_message LIMIT 1`

const setLast = 'UPDATE conversations SET last_message = ? WHERE dataset_id = ? AND id = ?'

/**
 * Makes the stored messages of these datasets part of their baseline. `isComplete`: no further
 * messages are invented.
 */
export function setBaselineMessages(run: Run, datasets: string, isComplete: boolean): void {
  run(
    `INSERT INTO baseline_messages
     SELECT value, coalesce((SELECT max(id) FROM messages WHERE dataset_id = value), 0), ? FROM json_each(?)`,
    isComplete ? 1 : 0,
    datasets,
  )
}
