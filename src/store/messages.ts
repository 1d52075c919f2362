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

/** The index, in a list of datasets, of the dataset that got the last message. */
export type LastDataset = { index: number }

type Access = {
  readonly run: Run
  readonly first: (sql: string, ...bound: Bound[]) => Values | undefined
  /** Several writers for the same list of datasets share it. */
  readonly last?: LastDataset
}

/** The number of datasets to try before all of them are searched. */
const NEAR = 8

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
export function createMessageWriter({ run, first, last = { index: 0 } }: Access) {
  const lastIds = new Map<number, number>()
  let head: Head | undefined
  let searched = 0

  function nextId(datasetId: number): number {
    const lastId =
      lastIds.get(datasetId) ??
      Number(first('SELECT max(id) FROM messages WHERE dataset_id = ?', datasetId)?.[0])
    lastIds.set(datasetId, lastId + 1)
    return lastId + 1
  }

  /** Messages usually follow the order of the datasets, so the next ones are tried first. */
  function readHead(datasets: readonly number[], conversationId: number): Values | undefined {
    const near = datasets.slice(last.index, last.index + NEAR)
    const row = first(selectHead, JSON.stringify(near), conversationId)
    if (row || near.length === datasets.length) return row
    searched += datasets.length
    return first(selectHead, JSON.stringify(datasets), conversationId)
  }

  /** For successive messages of one conversation, the row stores only the last one. */
  function end(): void {
    if (head) run(setLast, head.id, head.datasetId, head.conversationId)
    head = undefined
  }

  function open(datasets: readonly number[], conversationId: number): Head | undefined {
    if (head?.conversationId === conversationId) return head
    end()
    const row = readHead(datasets, conversationId)
    if (!row) return undefined
    const [datasetId = 0, id = 0, position = 0] = row.map(Number)
    last.index = datasets.indexOf(datasetId)
    return { conversationId, datasetId, id, position }
  }

  return {
    /** False when none of the datasets has the conversation. */
    write(datasets: readonly number[], conversationId: number, message: Message): boolean {
      const before = open(datasets, conversationId)
      if (!before) return false
      const { datasetId } = before
      const [id, position] = [nextId(datasetId), before.position + 1]
      insertMessage(run, { datasetId, id, previous: before.id, position, message })
      head = { datasetId, conversationId, id, position }
      return true
    },

    end,

    /** The number of datasets that were searched beyond the next ones. */
    searched: (): number => searched,
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
