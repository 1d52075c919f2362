// Makes a whole conversation of the few fields that somebody cares about.

import type { ConversationDraft } from '../dataset/draft.ts'
import type { Assistant, Conversation } from '../dataset/dataset.ts'
import { formatDateTime } from '../php/dates.ts'
import { createRandom, type Random } from '../random/random.ts'
import { createDrawing } from './conversations.ts'
import { streams } from './generator.ts'
import { loadPools } from './pools.ts'

export type RowMaker = Awaited<ReturnType<typeof loadRowMaker>>

type Place = {
  readonly id: number
  /** Unix seconds. */
  readonly now: number
  /** Whom the conversation may be with: one at least, unless the draft names it. */
  readonly assistants: readonly Pick<Assistant, 'id'>[]
}

/** The same row for the same seed, draft and place, whatever was made before. */
export async function loadRowMaker(seed: number) {
  const pools = await loadPools(createRandom(seed, streams.pools))

  function make(draft: ConversationDraft, { id, now, assistants }: Place): Conversation {
    const draw = createDrawing({ pools, assistants, random: createRowRandom(seed, id) })
    const drawn = draw({
      id,
      nextTime: () => Math.floor(now),
      type: draft.type ?? impliedType(draft),
      assistantId: draft.assistant_id,
      messageCount: draft.message_count,
    })
    const created_at = draft.created_at ?? formatDateTime(now)
    return { ...drawn, created_at, updated_at: created_at, ...draft, id }
  }
  return { make }
}

/** A stream for each id, none of them one of the generator's. */
function createRowRandom(seed: number, id: number): Random {
  const [low, high] = [id % 2 ** 31, Math.floor(id / 2 ** 31)]
  return createRandom(seed + high * 2 ** 32, -1 - low)
}

/** The only type that has what the draft gives. */
function impliedType(draft: ConversationDraft): Conversation['type'] | undefined {
  const parties = [
    draft.whatsapp_sender_name,
    draft.whatsapp_sender_phone,
    draft.customer_name,
    draft.customer_phone,
  ]
  if (parties.some((value) => typeof value === 'string')) return 'whatsapp'
  return typeof draft.external_identifier === 'string' ? 'api' : undefined
}
