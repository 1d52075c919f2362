// Reads a dataset in parts, and replaces all rows or the rows of one user.

import * as z from 'zod'
import { turns } from '../clock/turns.ts'
import type { Token, User } from '../dataset/dataset.ts'
import { demoKeys } from '../dataset/demo-keys.ts'
import { type DatasetPart, readDataset } from '../dataset/stream.ts'
import type { StagedDataset } from '../store/staged-datasets.ts'
import type { MockControls } from './controls.ts'
import { AdminFailure } from './failure.ts'
import { requireUser, userOrFirst } from './fields.ts'
import { requireNone, withPaths } from './row-problems.ts'
import { replacingUsers } from './user-removal.ts'

export const Replaced = z
  .strictObject({ users: z.int(), tokens: z.int(), assistants: z.int(), conversations: z.int() })
  .meta({ id: 'Replaced', description: 'Number of rows after the replacement.' })
export type Replaced = z.infer<typeof Replaced>

const MAX_CONVERSATIONS = 10_000_000

/** Adds a part of the document to the staged dataset, from a row on. Returns the number of added rows. */
const addRows = (
  staged: StagedDataset,
  part: Exclude<DatasetPart, { table: 'users' | 'tokens' }>,
  from: number,
): number =>
  withPaths(
    (index) => [part.table, part.first + from + index],
    () => {
      if (part.table === 'assistants') return staged.addAssistants(part.rows.slice(from))
      if (part.table === 'conversations') return staged.addConversations(part.rows.slice(from))
      return staged.addMessages(part.table, part.rows.slice(from))
    },
  )

/** Changes nothing when one of the rows is wrong. */
export async function replaceDataset(
  controls: MockControls,
  userId: number | undefined,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Replaced> {
  const { store } = controls
  const users: User[] = []
  const tokens: Token[] = []
  const counts = { assistants: 0, conversations: 0 }
  let ownerId = userId
  let staged: StagedDataset | undefined

  async function giveTurn(): Promise<void> {
    await turns.pause()
    await store.untilNextChange()
  }

  try {
    const options = {
      name: 'the dataset',
      tables: userId === undefined ? 'all' : 'rows',
      order: controls.order,
    } as const
    for await (const part of readDataset(chunks, options)) {
      if (part.isOfList) ownerId ??= userOrFirst(controls, undefined).id
      staged ??= store.openStagedDataset({ byUser: ownerId === undefined })
      if (part.table === 'users') users.push(...part.rows)
      else if (part.table === 'tokens') tokens.push(...part.rows)
      else
        for (let added = addRows(staged, part, 0); added < part.rows.length;) {
          await giveTurn()
          added += addRows(staged, part, added)
        }
      if (part.table === 'assistants' || part.table === 'conversations')
        counts[part.table] += part.rows.length
      if (counts.conversations > MAX_CONVERSATIONS)
        throw new AdminFailure(413, `a dataset may hold at most ${MAX_CONVERSATIONS} conversations`)
      await giveTurn()
    }
    staged ??= store.openStagedDataset({ byUser: ownerId === undefined })
    if (ownerId === undefined) await publishAll(controls, staged, { users, tokens })
    // Another call may have deleted the user while the body was read.
    else await turns.run(staged.publishFor(requireUser(controls, ownerId).id))
  } catch (error) {
    staged?.abandon()
    throw error
  }
  return { users: users.length, tokens: tokens.length, ...counts }
}

type NewUsers = { readonly users: readonly User[]; readonly tokens: readonly Token[] }

async function publishAll(
  controls: MockControls,
  staged: StagedDataset,
  { users, tokens }: NewUsers,
): Promise<void> {
  const keys = new Map(controls.key.map(({ id, plain }) => [id, plain]))
  const taken = tokens.flatMap(({ id, plain }, index) => {
    const key = keys.get(id)
    return key === undefined || key === plain || demoKeys.includes(plain)
      ? []
      : [
          {
            path: ['tokens', index, 'id'],
            message: 'is the id of a key that the mock was started with',
          },
        ]
  })
  requireNone(taken, 409)
  await turns.run(controls.redaction.learn(tokens.map(({ plain }) => plain)))
  await replacingUsers(controls, () =>
    turns.run(staged.publishAll(users, tokens, controls.useKeys)),
  )
}
