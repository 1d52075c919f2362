// Makes a whole conversation from a few given fields.

import type { PartialConversation } from '../dataset/partial-conversation.ts'
import type { Assistant, Conversation } from '../dataset/dataset.ts'
import { formatDateTime } from '../php/dates.ts'
import { createRandom, type Random } from '../random/random.ts'
import { createDrawing } from './conversations.ts'
import { loadPoolsOf } from './generator.ts'

export type RowMaker = Awaited<ReturnType<typeof loadRowMaker>>

type RowContext = {
  readonly id: number
  /** The time of creation in Unix seconds. */
  readonly now: number
  /** Assistants to choose from. They may be empty only if the caller gives the assistant. */
  readonly assistants: readonly Pick<Assistant, 'id'>[]
}

/** Equal seeds, fields and contexts give equal rows, whatever rows were made before. */
export async function loadRowMaker(seed: number) {
  const pools = await loadPoolsOf(seed)

  function make(given: PartialConversation, { id, now, assistants }: RowContext): Conversation {
    const draw = createDrawing({ pools, assistants, random: createRowRandom(seed, id) })
    const drawn = draw({
      id,
      nextTime: () => Math.floor(now),
      type: given.type ?? impliedType(given),
      assistantId: given.assistant_id,
      messageCount: given.message_count,
    })
    const created_at = given.created_at ?? formatDateTime(now)
    return { ...drawn, created_at, updated_at: created_at, ...given, id }
  }
  return { make }
}

/** Each id has its own stream. Its number is negative, unlike those of the generator. */
function createRowRandom(seed: number, id: number): Random {
  const [low, high] = [id % 2 ** 31, Math.floor(id / 2 ** 31)]
  return createRandom(seed + high * 2 ** 32, -1 - low)
}

/** The only type that can have the given fields; undefined if several types can. */
function impliedType(given: PartialConversation): Conversation['type'] | undefined {
  const parties = [
    given.whatsapp_sender_name,
    given.whatsapp_sender_phone,
    given.customer_name,
    given.customer_phone,
  ]
  if (parties.some((value) => typeof value === 'string')) return 'whatsapp'
  return typeof given.external_identifier === 'string' ? 'api' : undefined
}
