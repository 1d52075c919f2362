// A list that changes during a walk: a store with two users, the emulation, and scripts that follow
// every answer.

import { exchangeOf } from '../exchange.ts'
import * as z from 'zod'
import { createEmulation } from '../../src/api/emulation.ts'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { createClocks } from '../../src/clock/clocks.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { completeAssistant } from '../../src/dataset/assistant.ts'
import type { Conversation, Dataset } from '../../src/dataset/dataset.ts'
import { createScripts } from '../../src/mutations/script.ts'
import { Script } from '../../src/mutations/schemas.ts'
import { generateDataset } from '../../src/seed/generator.ts'
import { loadRowMaker } from '../../src/seed/row-maker.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { createReplies } from '../../src/replies/replies.ts'
import { open } from '../store/stores.ts'

/** 2025-02-01 00:00:00, a week after the last generated row. */
export const NOW = 1_738_368_000

const List = z.looseObject({
  data: z.array(z.looseObject({ id: z.string() })),
  last_page: z.int().optional(),
  next_cursor: z.string().nullish(),
})

export type Asked = { readonly key?: string; readonly correlation?: string | null }

export type Mutable = Awaited<ReturnType<typeof createMutable>>

/**
 * User 1 has `count` rows (token `combined-demo-key`), user 2 has three (token `another`). The
 * clock stands still.
 */
export async function createMutable({
  count = 12,
  order = 'id',
  seed = 3,
}: { count?: number; order?: SortOrder; seed?: number } = {}) {
  const store = await open(await createDataset(count), { order, render: renderConversation })
  const clocks = createClocks()
  clocks.set(undefined, { now: NOW, is_frozen: true })
  const scripts = createScripts({ store, clocks })
  const rowMaker = await loadRowMaker(seed)
  const settings = parseSettings([{ values: { order }, nameOf: (name) => name }])
  const emulation = createEmulation({
    store,
    switches: settings,
    now: clocks.now,
    report: raise,
    maxBodies: 1_000_000,
    reply: createReplies({ store }).answer,
  })

  function ask(query: string, { key = 'combined-demo-key', correlation = null }: Asked = {}) {
    const exchange = exchangeOf(query, {
      headers: {
        authorization: `Bearer ${key}`,
        ...(correlation !== null && { 'x-mock-walk': correlation }),
      },
    })
    exchange.token = emulation.findToken(exchange.headers)
    exchange.edition = exchange.token?.edition ?? settings.edition
    exchange.time = clocks.now(exchange.token?.user_id)
    exchange.answer = emulation.answer(exchange)
    scripts.afterAnswer(exchange)
    return List.parse(JSON.parse(exchange.answer.body))
  }

  const datasetOf = (userId: number): number => store.users.find(userId)?.dataset_id ?? 0

  /** The rows of a user, the newest first. */
  function rowsOf(userId = 1): Conversation[] {
    const ids = store.rows.edge(datasetOf(userId), 'newest', 10_000)
    return ids.flatMap((id) => store.rows.find(datasetOf(userId), { id }) ?? [])
  }

  return {
    store,
    clocks,
    scripts,
    rowMaker,
    ask,
    datasetOf,
    rowsOf,
    idsOf: (userId = 1): number[] => rowsOf(userId).map(({ id }) => id),
    run: (script: z.input<typeof Script>) =>
      scripts.run(1, { script: Script.parse(script), rowMaker, bytes: 0 }),
    log: () => scripts.state(1)?.log ?? [],
  }
}

async function createDataset(count: number): Promise<Dataset> {
  const { users, tokens, assistants, conversations } = await generateDataset({
    count: count + 3,
    seed: 8,
  })
  return {
    users: [...users, { id: 2, name: '', email: '', total_balance: 100 }],
    tokens: [...tokens, { id: 9, user_id: 2, plain: 'another', edition: null, expires_at: null }],
    assistants: [
      ...assistants,
      completeAssistant({ id: 9, uuid: 'another', user_id: 2, name: 'Another' }),
    ],
    conversations: conversations.map((row) => (row.id > count ? ofAnother(row) : row)),
  }
}

const ofAnother = (row: Conversation): Conversation => ({ ...row, assistant_id: 9 })

function raise(error: unknown): never {
  throw error
}
