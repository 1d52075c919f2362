// Gets the rows of a new user: from a fixture, the generator, or the body of the call.

import * as z from 'zod'
import { PartialConversation } from '../dataset/partial-conversation.ts'
import { assignIds } from '../dataset/new-ids.ts'
import { Assistant, type Conversation } from '../dataset/dataset.ts'
import { MessageRow } from '../dataset/message.ts'
import { type InputProblem, within } from '../problems/input-problem.ts'
import { findRowsProblems } from '../mutations/references.ts'
import { fixtureNames } from '../seed/fixtures.ts'
import { loadFixture } from '../seed/load-fixture.ts'
import { loadGenerator } from '../seed/generator.ts'
import { loadRowMaker } from '../seed/row-maker.ts'
import type { RowList } from './long-body.ts'
import { requireNone } from './row-problems.ts'
import type { MockControls } from './controls.ts'

const MAX_GENERATED = 1_000_000
const MAX_GIVEN = 100_000

const GivenAssistant = Assistant.omit({ user_id: true })

const EITHER =
  'must have one of fixture, generate and conversations; assistants go with conversations, a seed with generate'

export const RowSource = z
  .union(
    [
      z.strictObject({ fixture: z.enum(fixtureNames) }),
      z.strictObject({
        generate: z
          .int()
          .min(0)
          .max(MAX_GENERATED)
          .describe('Number of conversations to generate.'),
        seed: z
          .int()
          .min(0)
          .max(2 ** 32 - 1)
          .optional(),
      }),
      z.strictObject({
        assistants: z
          .array(GivenAssistant)
          .max(MAX_GIVEN)
          .optional()
          .describe('The assistants of the user. When absent, three assistants are generated.'),
        conversations: z
          .array(PartialConversation)
          .max(MAX_GIVEN)
          .describe('The conversations of the user. Absent fields are generated.'),
        messages: z
          .array(MessageRow)
          .max(MAX_GIVEN)
          .optional()
          .describe(
            'All messages of the conversations, sorted by id. When absent, messages are generated.',
          ),
      }),
    ],
    { error: EITHER },
  )
  .meta({
    id: 'RowSource',
    description:
      "The source of the user's rows: the first user of a fixture, generated rows, or given rows.",
  })
export type RowSource = z.output<typeof RowSource>

/** The lists of rows in a body that creates a user. */
export const givenLists: readonly RowList[] = [
  { path: ['dataset', 'assistants'], row: GivenAssistant, max: MAX_GIVEN },
  { path: ['dataset', 'conversations'], row: PartialConversation, max: MAX_GIVEN },
  { path: ['dataset', 'messages'], row: MessageRow, max: MAX_GIVEN },
]

export type ImportedRows = {
  readonly assistants: readonly Assistant[]
  readonly conversations: Iterable<Conversation>
  readonly messages?: readonly MessageRow[] | undefined
}

/** Throws an AdminFailure when rows contradict each other. */
export async function importedRows(
  given: RowSource,
  controls: MockControls,
): Promise<ImportedRows> {
  if ('fixture' in given) return firstUserOf(given.fixture)
  if ('generate' in given)
    return loadGenerator({ count: given.generate, seed: given.seed ?? controls.seed }).then(
      ({ assistants, conversations }) => ({
        assistants,
        conversations: conversations(),
      }),
    )
  return importedFrom(given, controls)
}

function firstUserOf(fixture: (typeof fixtureNames)[number]): ImportedRows {
  const { users, assistants, conversations } = loadFixture(fixture)
  const own = assistants.filter(({ user_id }) => user_id === users[0]?.id)
  const ids = new Set(own.map(({ id }) => id))
  return {
    assistants: own,
    conversations: conversations.filter(({ assistant_id }) => ids.has(assistant_id)),
  }
}

async function importedFrom(
  {
    assistants: given,
    conversations: rows,
    messages,
  }: Extract<RowSource, { conversations: unknown }>,
  controls: MockControls,
): Promise<ImportedRows> {
  const assistants = given
    ? given.map((assistant) => ({ ...assistant, user_id: 0 }))
    : (await loadGenerator({ count: 0, seed: controls.seed })).assistants
  requireNone(findGivenProblems(rows, new Set(assistants.map(({ id }) => id))))
  const { make } = await loadRowMaker(controls.seed)
  const now = controls.clocks.now()
  function* conversations(): Generator<Conversation> {
    for (const { row, id } of assignIds(rows, 1)) yield make(row, { id, now, assistants })
  }
  return {
    assistants,
    conversations: conversations(),
    messages: messages?.toSorted((a, b) => a.id - b.id),
  }
}

function findGivenProblems(
  rows: readonly PartialConversation[],
  assistants: ReadonlySet<number>,
): InputProblem[] {
  if (rows.length > 0 && assistants.size === 0) {
    return [
      {
        path: ['dataset', 'assistants'],
        message: 'must hold at least one assistant, for every conversation has one',
      },
    ]
  }
  return findRowsProblems(rows, { assistants }, 'conversations').map(within(['dataset']))
}
