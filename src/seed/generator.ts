import type { Assistant, Conversation, Dataset, Token, User } from '../dataset/dataset.ts'
import { completeAssistant } from '../dataset/assistant.ts'
import { demoTokens, demoUsers } from '../dataset/demo-user.ts'
import { createRandom } from '../random/random.ts'
import { createConversations } from './conversations.ts'
import { loadPools } from './pools.ts'

/** Both whole numbers from 0. */
export type GeneratorOptions = { readonly count: number; readonly seed: number }

export type DatasetGenerator = {
  readonly users: User[]
  readonly tokens: Token[]
  readonly assistants: Assistant[]
  /** The rows in ascending id, one at a time; each call starts from the first. */
  readonly conversations: () => Iterable<Conversation>
}

// Each part draws from a stream of its own, so that a change in one leaves the others as they are.
export const streams = { pools: 1, assistants: 2, conversations: 3 }

/** A synthetic dataset of one user: the same for the same options on every machine. Rows are made when they are asked for. */
export async function loadGenerator({ count, seed }: GeneratorOptions): Promise<DatasetGenerator> {
  const pools = await loadPools(createRandom(seed, streams.pools))
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

/** The whole dataset at once. */
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

/** Many clients choose among the outbound ones. */
const named = [
  { name: 'Support Assistant' },
  { name: 'Sales Assistant', type: 'outbound' },
  { name: 'Booking Assistant' },
]
