// Finds, starts and continues conversations for the API's clients. It searches the rows of all
// users by uuid.

import type { Assistant } from '../dataset/assistant.ts'
import type { Conversation } from '../dataset/dataset.ts'
import type { Message } from '../dataset/message.ts'
import { formatDateTime } from '../php/dates.ts'
import type { PhpValue } from '../php/json.ts'
import type { Assistants } from './assistants.ts'
import type { Outdated } from './change-notes.ts'
import {
  readColumns,
  type Render,
  splitColumns,
  toColumns,
  toConversation,
} from './conversation-row.ts'
import type { Histories } from './histories.ts'
import { type Hidden, isVisible } from './hidden.ts'
import type { StoreCore } from './core.ts'
import { GoneError } from './row-error.ts'
import type { createRows } from './rows.ts'
import { unindexed } from './schema.ts'
import type { Run } from './statements.ts'
import type { Watching } from './watching.ts'
import type { Select } from './where.ts'

export type Chat = {
  readonly datasetId: number
  readonly userId: number
  /** The assistant, even a deleted one. */
  readonly assistant: Assistant
  readonly conversation: Conversation
}

export type NewChat = Pick<
  Conversation,
  'assistant_id' | 'type' | 'variables' | 'external_identifier'
>

/** Fields that may change when messages are added. */
export type ChatChanges = {
  readonly total_cost?: number
  readonly variables?: PhpValue
  readonly updated_at?: string
}

/** Invents uuids for a conversation until one is unused. */
export type InventUuids = (userId: number, conversationId: number) => () => string

type ChatOptions = {
  readonly rows: ReturnType<typeof createRows>
  readonly assistants: Assistants
  readonly histories: Histories
  readonly select: Select
  readonly render: Render
  readonly hidden: Hidden
  readonly watching: Watching
  readonly inventUuids: InventUuids
}

export function createChats(
  { statements, versions }: Pick<StoreCore, 'statements' | 'versions'>,
  { rows, assistants, histories, select, render, hidden, watching, inventUuids }: ChatOptions,
) {
  const toChat = (datasetId: number, conversation: Conversation | undefined): Chat | undefined => {
    const assistant = conversation && assistants.findAny(datasetId, conversation.assistant_id)
    return assistant && { datasetId, userId: assistant.user_id, assistant, conversation }
  }

  /** Returns the current row and the id of its last message; 0 without messages. */
  function readRow({ datasetId, conversation: { id, uuid } }: Chat) {
    const row = statements.first(selectRow, datasetId, id, uuid, ...hidden.boundsOf(datasetId))
    if (!row) throw new GoneError()
    return { conversation: toConversation(row), last: Number(row.at(-1) ?? 0) }
  }

  /** Updates a row. Call this inside a change. */
  function update(run: Run, { datasetId, assistant }: Chat, row: Conversation, last: number): void {
    const { plain } = splitColumns(toColumns(datasetId, row, render(row, assistant)))
    run(updateRow, ...plain, last === 0 ? null : last, datasetId, row.id)
    watching.note(run, datasetId, [row.id])
    versions.changeFields(datasetId)
  }

  return {
    /**
     * Several users may have a row with this uuid. The preferred dataset comes first, then the user
     * with the lowest id.
     */
    find(uuid: string, preferred?: number): Chat | undefined {
      rows.tryUuidIndex()
      for (const [dataset] of statements.all(selectDatasets, uuid, preferred ?? null)) {
        const datasetId = Number(dataset)
        const chat = toChat(datasetId, rows.find(datasetId, { uuid }))
        if (chat) return chat
      }
      return undefined
    },

    /**
     * Finds the conversation of type `api` with this customer identifier. If there are several, the
     * lowest id counts.
     */
    findByCustomer(datasetId: number, assistantId: number, identifier: string): Chat | undefined {
      const { shape, bound } = select({
        datasetId,
        filters: { type: 'api', assistant_id: assistantId, external_identifier: identifier },
      })
      const row = statements.first(
        `SELECT ${readColumns} FROM ${shape.from} WHERE ${shape.conditions} ORDER BY id LIMIT 1`,
        ...bound,
      )
      return toChat(datasetId, row && toConversation(row))
    },

    /** Creates a conversation. `now` is in Unix seconds. */
    create(datasetId: number, given: NewChat, now: number): Chat {
      return statements.changeOutdating('nothing', () => {
        const assistant = assistants.findAny(datasetId, given.assistant_id)
        if (!assistant) throw new GoneError()
        const id = rows.nextId(datasetId)
        const nextUuid = inventUuids(assistant.user_id, id)
        let uuid = nextUuid()
        while (rows.find(datasetId, { uuid })) uuid = nextUuid()
        const time = formatDateTime(now)
        const conversation = { ...empty, ...given, id, uuid, created_at: time, updated_at: time }
        rows.write(datasetId, { insert: [conversation], known: [assistant] })
        return { datasetId, userId: assistant.user_id, assistant, conversation }
      })
    },

    /** All messages, oldest first. Throws a GoneError. */
    history(chat: Chat): readonly Message[] {
      const { conversation, last } = readRow(chat)
      return histories.read(chat.datasetId, conversation, last)
    },

    /** Adds messages at the end and raises the message count. Throws a GoneError or LongHistoryError. */
    add(chat: Chat, messages: readonly Message[], changes: ChatChanges): void {
      statements.changeOutdating(fieldsOf(chat), (run) => {
        const { conversation, last } = readRow(chat)
        const message_count = conversation.message_count + messages.length
        const newLast = histories.append(run, chat.datasetId, last, messages)
        update(run, chat, { ...conversation, ...changes, message_count }, newLast)
      })
    },

    /** Only a real change moves `updated_at`. `now` is in Unix seconds. Throws a GoneError. */
    setAi(chat: Chat, ai_enabled: boolean, now: number): void {
      statements.changeOutdating(fieldsOf(chat), (run) => {
        const { conversation, last } = readRow(chat)
        if (conversation.ai_enabled === ai_enabled) return
        const updated_at = formatDateTime(now)
        update(run, chat, { ...conversation, ai_enabled, updated_at }, last)
      })
    },
  }
}

const fieldsOf = ({ datasetId }: Chat): Outdated => ({ datasetId, what: 'fields' })

const empty = {
  message_count: 0,
  total_cost: 0,
  ai_enabled: true,
  whatsapp_sender_name: null,
  whatsapp_sender_phone: null,
  customer_name: null,
  customer_phone: null,
} as const

/** CROSS JOIN fixes the order: otherwise SQLite may search the rows of each user. */
const selectDatasets = `SELECT u.dataset_id FROM conversations AS c
  CROSS JOIN users AS u ON u.dataset_id = c.dataset_id WHERE c.uuid = (SELECT ?)
  ORDER BY u.dataset_id IS NOT (SELECT ?), u.id`
const selectRow = `SELECT ${readColumns}, last_message FROM conversations
  WHERE dataset_id = ? AND id = ? AND uuid = ? AND ${isVisible}`

const updateRow = `UPDATE OR FAIL conversations SET (${unindexed}) = (${unindexed.replaceAll(/\w+/g, '?')})
  WHERE dataset_id = ? AND id = ?`
