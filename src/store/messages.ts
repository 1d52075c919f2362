// Writing what was said. A message never changes, and names the one before it in its conversation.

import type { Message } from '../dataset/message.ts'
import { encodeJson } from '../php/json.ts'
import type { Bound, Run, Values } from './statements.ts'

type NewMessage = {
  readonly datasetId: number
  readonly id: number
  /** The id of the one before; 0 for none. */
  readonly previous: number
  /** Counts the stored messages of the conversation from 1. */
  readonly position: number
  readonly message: Message
}

/** Within a change. */
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

/** The last message of a conversation; the id is 0 for none. */
type Head = {
  readonly datasetId: number
  readonly conversationId: number
  readonly id: number
  readonly position: number
}

/**
 * Within a change, during which the triggers stand aside: writes messages of a new dataset, those of a conversation in their order.
 * They get ids of their own. Call end() before the change ends.
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

  /** Of all messages of a conversation that come one after the other only the last one is written down. */
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
    /** `datasets` is a JSON list of ids. False where none of them has the conversation. */
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

/** CROSS JOIN keeps SQLite from reading all conversations. */
const selectHead = `SELECT c.dataset_id, coalesce(last_message, 0), coalesce(position, 0) FROM json_each(?) AS d
  CROSS JOIN conversations AS c ON c.dataset_id = d.value AND c.id = ?
  LEFT JOIN messages AS m ON m.dataset_id = c.dataset_id AND m.id = last_message LIMIT 1`

const setLast = 'UPDATE conversations SET last_message = ? WHERE dataset_id = ? AND id = ?'

/** The messages that are stored of the datasets belong to their baseline; `isComplete` unless more is made up. */
export function setBaselineMessages(run: Run, datasets: string, isComplete: boolean): void {
  run(
    `INSERT INTO baseline_messages
     SELECT value, coalesce((SELECT max(id) FROM messages WHERE dataset_id = value), 0), ? FROM json_each(?)`,
    isComplete ? 1 : 0,
    datasets,
  )
}
