// Makes whole conversations from the rows of a file. Missing fields get invented values, which are
// the same each time the file is read.

import { completeAssistant } from '../dataset/assistant.ts'
import type { Assistant, Conversation } from '../dataset/dataset.ts'
import { formatDateTime } from '../php/dates.ts'
import { createRandom } from '../random/random.ts'

/** A row of a file. Without `id`, the mock numbers it. */
export type GivenRow = {
  readonly line: number
  id?: number | undefined
  uuid?: string | undefined
  /** The numeric id or the uuid of the assistant. */
  assistant_id?: number | string | undefined
  assistant_name?: string | undefined
} & Partial<Omit<Conversation, 'id' | 'uuid' | 'assistant_id'>>

/** Unix seconds, to which the id is added for rows without created_at. */
const FIRST_DAY = Date.UTC(2025, 0, 1) / 1000
/** The seeds of the random uuids of rows and of assistants. */
const [ROWS, ASSISTANTS] = [0x7ab1e, 0x7ab1f]

export function toConversation(
  row: GivenRow,
  { id, assistantId }: { readonly id: number; readonly assistantId: number },
): Conversation {
  const created_at = row.created_at ?? formatDateTime(FIRST_DAY + id)
  return {
    id,
    uuid: row.uuid ?? createRandom(ROWS, id).uuid(),
    assistant_id: assistantId,
    type: row.type ?? impliedType(row),
    variables: row.variables ?? null,
    external_identifier: row.external_identifier ?? null,
    message_count: row.message_count ?? 0,
    total_cost: row.total_cost ?? 0,
    ai_enabled: row.ai_enabled ?? true,
    whatsapp_sender_name: row.whatsapp_sender_name ?? null,
    whatsapp_sender_phone: row.whatsapp_sender_phone ?? null,
    customer_name: row.customer_name ?? null,
    customer_phone: row.customer_phone ?? null,
    created_at,
    updated_at: row.updated_at ?? created_at,
  }
}

/** The type that has the fields of a row; `widget` if they fit several types. */
function impliedType(row: GivenRow): Conversation['type'] {
  const isWhatsapp =
    row.whatsapp_sender_name ?? row.whatsapp_sender_phone ?? row.customer_name ?? row.customer_phone
  if (typeof isWhatsapp === 'string') return 'whatsapp'
  return typeof row.external_identifier === 'string' ? 'api' : 'widget'
}

type Known = { readonly assistant: Assistant; readonly line: number; readonly isNamed: boolean }

/**
 * Finds or invents the assistants that rows name by number, by uuid or only by name.
 * `refuse` is called with a problem: its line, the column, and a message that follows the column.
 */
export function createAssistantList(
  refuse: (line: number, column: string, message: string) => void,
) {
  const byKey = new Map<number | string, Known>()
  const byId = new Map<number, Known>()
  let isComplete = false

  function add(key: number | string, known: Known): Known {
    byKey.set(key, known)
    byId.set(known.assistant.id, known)
    return known
  }

  function nextId(): number {
    let id = byId.size + 1
    while (byId.has(id)) id++
    return id
  }

  function create({ assistant_id: given, assistant_name, line }: GivenRow): Known {
    const id = typeof given === 'number' ? given : nextId()
    const uuid = typeof given === 'string' ? given : createRandom(ASSISTANTS, id).uuid()
    const name = assistant_name ?? (given === undefined ? 'Assistant' : `Assistant ${id}`)
    const assistant = completeAssistant({ id, uuid, user_id: ownerId, name })
    return add(keyOf(given, assistant_name), {
      assistant,
      line,
      isNamed: assistant_name !== undefined,
    })
  }

  let ownerId = 1

  return {
    /** Adds an assistant that the file describes. Rows may then name only described assistants. */
    declare(assistant: Assistant, line: number): void {
      isComplete = true
      const known = add(assistant.id, { assistant, line, isNamed: true })
      byKey.set(assistant.uuid, known)
    },

    /** Sets the user to whom invented assistants belong. */
    belongTo: (userId: number): void => void (ownerId = userId),

    /** The assistant of a row; undefined if refused. `isNew`: no row named it before. */
    of(row: GivenRow): { assistant: Assistant; isNew: boolean } | undefined {
      const { assistant_id: given, assistant_name: name, line } = row
      const known = byKey.get(keyOf(given, name))
      if (!known && isComplete) {
        refuse(line, 'assistant_id', 'names an assistant that no line before describes; add it')
        return undefined
      }
      if (!known) {
        // An invented id may equal a number that a later row names.
        const taken = typeof given === 'number' ? byId.get(given) : undefined
        if (taken) {
          refuse(line, 'assistant_id', `is a number, unlike in line ${taken.line}; use one kind`)
          return undefined
        }
        return { assistant: create(row).assistant, isNew: true }
      }
      if (name !== undefined && known.isNamed && known.assistant.name !== name)
        refuse(
          line,
          'assistant_name',
          `is not what line ${known.line} calls the same assistant; correct one of them`,
        )
      return { assistant: known.assistant, isNew: false }
    },
  }
}

/** An assistant without an id has a key made of its name, which never equals an id. */
const keyOf = (id: number | string | undefined, name: string | undefined): number | string =>
  id ?? `\0${name ?? ''}`
