import type { Assistant, Conversation, Dataset, Token, User } from '../dataset/dataset.ts'
import { completeAssistant } from '../dataset/assistant.ts'
import { demoTokens, demoUsers } from '../dataset/demo-user.ts'
import { createRandom } from '../random/random.ts'
import { createConversations } from './conversations.ts'
import { loadPools, type Pools } from './pools.ts'

/** Both are whole numbers from 0. */
export type GeneratorOptions = { readonly count: number; readonly seed: number }

export type DatasetGenerator = {
  readonly users: User[]
  readonly tokens: Token[]
  readonly assistants: Assistant[]
  /** Generates the rows in ascending order of id. Each call starts again from the first row. */
  readonly conversations: () => Iterable<Conversation>
}

// Each part has its own stream of random numbers: a change in one does not affect the others.
export const streams = { pools: 1, assistants: 2, conversations: 3 }

let last: { readonly seed: number; readonly pools: Pools } | undefined

/**
 * Loads the words for a seed. Drawing them takes milliseconds, and nearly all calls to a mock use
 * the same seed, so the last ones are kept.
 */
export async function loadPoolsOf(seed: number): Promise<Pools> {
  if (last?.seed === seed) return last.pools
  const pools = await loadPools(createRandom(seed, streams.pools))
  last = { seed, pools }
  return pools
}

/**
 * Creates a synthetic dataset of one user. Equal options give an equal dataset on every machine.
 * Rows are made one by one when `conversations` is iterated.
 */
export async function loadGenerator({ count, seed }: GeneratorOptions): Promise<DatasetGenerator> {
  const pools = await loadPoolsOf(seed)
  const assistants = createAssistants(seed)
  return {
    users: [...demoUsers],
    tokens: [...demoTokens],
    assistants,
    conversations: () =>
      createConversations({
        count,
        pools,
        assistants,
        random: createRandom(seed, streams.conversations),
      }),
  }
}

/** Generates a whole dataset in memory. */
export async function generateDataset(options: GeneratorOptions): Promise<Dataset> {
  const { users, tokens, assistants, conversations } = await loadGenerator(options)
  return { users, tokens, assistants, conversations: [...conversations()] }
}

function createAssistants(seed: number): Assistant[] {
  const random = createRandom(seed, streams.assistants)
  return named.map((fields, index) =>
    completeAssistant({ id: index + 1, uuid: random.uuid(), user_id: 1, ...fields }),
  )
}

/** One assistant is outbound, because many clients choose among the outbound ones. */
const named = [
  { name: 'Support Assistant' },
  { name: 'Sales Assistant', type: 'outbound' },
  { name: 'Booking Assistant' },
]
