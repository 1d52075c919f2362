// Writing what was said. A message never changes, and names the one before it in its conversation.

import type { Message } from '../dataset/message.ts'
import { encodeJson } from '../php/json.ts'
import type { Run } from './statements.ts'

export type NewMessage = {
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

type Target = { readonly datasetId: number; readonly conversationId: number }
type Head = Target & { readonly id: number; readonly position: number }

/** Writes messages of conversations that have none yet, in their order. They get ids of their own. */
export function createMessageWriter(run: Run) {
  const lastIds = new Map<number, number>()
  const heads = new Map<string, Head>()

  return {
    write(target: Target, message: Message): void {
      const { datasetId, conversationId } = target
      const key = `${datasetId} ${conversationId}`
      const before = heads.get(key)
      const id = (lastIds.get(datasetId) ?? 0) + 1
      const position = (before?.position ?? 0) + 1
      insertMessage(run, { datasetId, id, previous: before?.id ?? 0, position, message })
      lastIds.set(datasetId, id)
      heads.set(key, { ...target, id, position })
    },

    /** Lets the conversations have them. */
    end(): void {
      for (const { datasetId, conversationId, id } of heads.values())
        run(setLast, id, datasetId, conversationId)
    },
  }
}

const setLast = 'UPDATE conversations SET last_message = ? WHERE dataset_id = ? AND id = ?'

/** For all datasets: the messages that there are belong to the baseline, and may be complete. */
export const setBaselineMessages = `INSERT INTO baseline_messages SELECT id,
  coalesce((SELECT max(id) FROM messages WHERE dataset_id = datasets.id), 0), ? FROM datasets`
