// Reads and changes assistants with all their fields.

import {
  type Assistant,
  type AssistantFields,
  assistantSchemas,
  completeAssistant,
  ownFields,
} from '../dataset/assistant.ts'
import { formatDateTime } from '../php/dates.ts'
import { encodeJson } from '../php/json.ts'
import { decodeJson } from '../php/json-decode.ts'
import { deleteFirst } from './delete-first.ts'
import type { StoreCore } from './core.ts'
import { createSeldomChanging } from './seldom-changing.ts'
import type { Bound, Run, Values } from './statements.ts'

/** An assistant with the dataset and the user that it belongs to. */
export type OwnedAssistant = {
  readonly datasetId: number
  readonly userId: number
  readonly assistant: Assistant
}

export type Assistants = ReturnType<typeof createAssistants>

type Page = { readonly limit: number; readonly offset: number }

export function createAssistants({ statements }: Pick<StoreCore, 'statements'>) {
  const read = (sql: string, ...bound: Bound[]): Assistant[] =>
    statements.all(sql, ...bound).map(toAssistant)

  const find = (datasetId: number, id: bigint | number): Assistant | undefined =>
    read(selectListed, datasetId, id)[0]

  const byId = createSeldomChanging<Assistant>(statements)
  const byUuid = createSeldomChanging<OwnedAssistant>(statements)

  return {
    /** Lists a page of assistants by id, without deleted ones. */
    list: (datasetId: number, { limit, offset }: Page): readonly Assistant[] =>
      read(selectPage, datasetId, limit, offset),

    count: (datasetId: number): number => Number(statements.first(countListed, datasetId)?.[0]),

    /** Lists all assistants by id, including deleted ones. */
    all: (datasetId: number): readonly Assistant[] => read(selectAll, datasetId),

    find,

    /** Whether the dataset has the assistant, even a deleted one. */
    owns: (datasetId: number, id: bigint): boolean =>
      statements.first(selectOwned, id, datasetId) !== undefined,

    /** Finds an assistant by id, even a deleted one. */
    findAny: (datasetId: number, id: number): Assistant | undefined =>
      byId(`${datasetId} ${id}`, () => read(selectAny, datasetId, id)[0]),

    /**
     * Several users may have an assistant with this uuid. The preferred dataset comes first, then
     * the user with the lowest id.
     */
    findByUuid: (uuid: string, preferred?: number): OwnedAssistant | undefined =>
      byUuid(`${preferred} ${uuid}`, () => {
        const row = statements.first(selectByUuid, uuid, preferred ?? null)
        if (!row) return undefined
        const assistant = toAssistant(row)
        return { datasetId: Number(row.at(-1)), userId: assistant.user_id, assistant }
      }),

    /**
     * Sets the webhook URL for ended conversations; null removes it. Only a different URL changes
     * `updated_at`. `now` is in Unix seconds.
     */
    setWebhook(datasetId: number, id: bigint | number, url: string | null, now: number): void {
      statements.change((run) => {
        const held = find(datasetId, id)
        if (!held) return
        if (held.conversation_ended_webhook_url === url) return
        run(
          'INSERT OR REPLACE INTO webhooks VALUES (?, ?, ?, ?, ?)',
          datasetId,
          id,
          url === null ? 0 : 1,
          url,
          formatDateTime(now),
        )
      })
    },
  }
}

const joinedFields = `LEFT JOIN assistant_fields AS f ON f.dataset_id = a.dataset_id AND f.id = a.id
  LEFT JOIN webhooks AS w ON w.dataset_id = a.dataset_id AND w.id = a.id`
/** CROSS JOIN fixes the order: otherwise SQLite may read all assistants for a few users. */
const joined = `users AS u CROSS JOIN assistants AS a ON a.dataset_id = u.dataset_id ${joinedFields}`
/** CROSS JOIN fixes the order: otherwise SQLite may search the assistants of each user. */
const joinedByUuid = `assistants AS a CROSS JOIN users AS u ON u.dataset_id = a.dataset_id ${joinedFields}`
/**
 * The statements bind values as `(SELECT ?)`. SQLite would plan a plain `= ?` again for each new
 * value (see where.ts).
 */
const selectOwned = 'SELECT 1 FROM assistants WHERE id = ? AND dataset_id = ?'
const selected = 'u.id, a.id, a.uuid, a.name, f.fields, w.is_active, w.url, w.updated_at'
const isListed = 'f.is_deleted IS NOT 1'

// Each statement is one constant text. Looking up a text that is built at each call takes longer.
const selectOf = `SELECT ${selected} FROM ${joined} WHERE u.dataset_id = (SELECT ?)`
const selectAll = `${selectOf} ORDER BY a.id`
const selectAny = `${selectOf} AND a.id = (SELECT ?)`
const selectListed = `${selectAny} AND ${isListed}`
const selectPage = `${selectOf} AND ${isListed} ORDER BY a.id LIMIT (SELECT ?) OFFSET (SELECT ?)`
const countListed = `SELECT count(*) FROM ${joined}
  WHERE u.dataset_id = (SELECT ?) AND ${isListed}`
const selectByUuid = `SELECT ${selected}, u.dataset_id FROM ${joinedByUuid}
  WHERE a.uuid = (SELECT ?) AND ${isListed}
  ORDER BY u.dataset_id IS NOT (SELECT ?), u.id LIMIT 1`

function toAssistant([
  userId,
  id,
  uuid,
  name,
  fields,
  isActive,
  url,
  updatedAt,
]: Values): Assistant {
  return completeAssistant({
    ...(typeof fields === 'string' && readFields(fields)),
    ...(isActive !== null && {
      conversation_ended_webhook_url: isActive === 1 && typeof url === 'string' ? url : null,
      updated_at: String(updatedAt),
    }),
    id: Number(id),
    uuid: String(uuid),
    user_id: Number(userId),
    name: String(name),
  })
}

const MAX_READ = 1000
const readTexts = new Map<string, AssistantFields>()

/** The few different texts are read again and again, so their parsed fields are kept. */
function readFields(text: string): AssistantFields {
  const known = readTexts.get(text)
  if (known) return known
  const value = decodeJson(text)
  const { AssistantFields } = assistantSchemas()
  const fields = AssistantFields.parse(Object.fromEntries(value instanceof Map ? value : []))
  readTexts.set(text, fields)
  if (readTexts.size > MAX_READ) deleteFirst(readTexts)
  return fields
}

/** Inserts a new assistant. Call this inside a change. */
export function insertAssistant(run: Run, datasetId: number, assistant: Assistant): void {
  const { id, uuid, name, deleted_at } = assistant
  run('INSERT INTO assistants VALUES (?, ?, ?, ?)', datasetId, id, uuid, name)
  const own = ownFields(assistant)
  if (own.length === 0) return
  run(
    'INSERT INTO assistant_fields VALUES (?, ?, ?, ?)',
    datasetId,
    id,
    deleted_at === null ? 0 : 1,
    encodeJson(new Map(own)),
  )
}
