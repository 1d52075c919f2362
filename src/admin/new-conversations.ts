// Creates conversations from given fields, or from a list of the API.

import * as z from 'zod'
import { turns, type Work } from '../clock/turns.ts'
import { PartialConversation } from '../dataset/partial-conversation.ts'
import { ListBody } from '../dataset/list.ts'
import { ListedConversation } from '../dataset/listed-row.ts'
import { assignSafeIds, makeRows } from '../mutations/apply.ts'
import { findRowsProblems } from '../mutations/references.ts'
import { type InputProblem, within } from '../problems/input-problem.ts'
import { loadRowMaker } from '../seed/row-maker.ts'
import type { MockControls } from './controls.ts'
import { rowsJson, sendJson, sendRows } from './conversation-row.ts'
import { AdminFailure } from './failure.ts'
import { assistantIds, user, userOrFirst, wholeText } from './fields.ts'
import { createListed } from './listed-rows.ts'
import { isLongBody, type RowList } from './long-body.ts'
import type { CallContext } from './route.ts'
import { requireNone, TAKEN, toRowFailure, withPaths } from './row-problems.ts'

const MAX_CREATED = 10_000
const NO_ASSISTANT =
  'makes rows of a user that has no assistant; bring one with PUT /__admin/dataset, or with a list of rows'
/** Calls with more rows than this, or with a long body, write them over many turns. */
const MANY = 50

export const CreateQuery = z.strictObject({
  user,
  seed: wholeText(0, 2 ** 32 - 1)
    .optional()
    .describe('The seed of generated fields.'),
})

const PartialRows = z.union(
  [PartialConversation, z.array(PartialConversation).min(1).max(MAX_CREATED)],
  {
    error: `must be a conversation, or a list of 1 to ${MAX_CREATED}`,
  },
)
type PartialRows = z.infer<typeof PartialRows>

export const NewConversations = z.union([
  PartialRows,
  ListBody,
  z.array(ListBody),
  z.array(ListedConversation),
])
export type NewConversations = z.infer<typeof NewConversations>

/** createListed() checks lists later, because it compares their pages with each other. */
const Listed = z.custom<NewConversations>()

/** Rows of a list have `assistant_name` and answers have `data`; partial rows have neither. */
const arePartialRows = (body: unknown): body is PartialRows =>
  ![body].flat().some((item) => isObject(item) && ('assistant_name' in item || 'data' in item))

/**
 * Tells where the body has the rows of a list, or several answers. createListed() checks the number
 * of rows later.
 */
function listIn(given: unknown): RowList {
  const isAnswer = isObject(given) && 'data' in given
  return { path: isAnswer ? ['data'] : [], row: z.unknown(), max: Infinity }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The union member that a body looks like. */
export const memberFor = (given: unknown): z.ZodType<NewConversations> =>
  arePartialRows(given) ? PartialRows : Listed

export const rowsIn = (given: unknown): readonly RowList[] => [
  arePartialRows(given) ? { path: [], row: PartialConversation, max: MAX_CREATED } : listIn(given),
]

type CreateQuery = z.output<typeof CreateQuery>

export const createConversations = (
  query: CreateQuery,
  body: NewConversations,
  context: CallContext,
): unknown =>
  arePartialRows(body)
    ? createFromParts(query, body, context)
    : createFromList(query, body, context)

async function createFromParts(
  query: CreateQuery,
  body: PartialRows,
  { controls, reply, request }: CallContext,
): Promise<unknown> {
  const isList = Array.isArray(body)
  const parts: PartialConversation[] = isList ? body : [body]
  const pathOf = (index: number): PropertyKey[] => (isList ? [index] : [])
  const rowMaker = await loadRowMaker(query.seed ?? controls.seed)
  const { id: userId, dataset_id: datasetId } = userOrFirst(controls, query.user)
  const assistants = assistantIds(controls, datasetId)
  if (assistants.size === 0) requireNone([{ path: [], message: NO_ASSISTANT }])
  const problems = findRowsProblems(parts, { assistants }, '')
  requireNone(
    problems.map(({ path: [, index, ...path], message }) => ({
      path: [...pathOf(Number(index)), ...path],
      message,
    })),
  )
  const taken: InputProblem[] = []
  for (const [index, part] of parts.entries()) {
    taken.push(...findTaken(controls, datasetId, part).map(within(pathOf(index))))
    await turns.pause()
  }
  requireNone(taken, 409)
  if (userOrFirst(controls, query.user).dataset_id !== datasetId) throw replacedMeanwhile()
  const now = controls.clocks.now(userId)
  const insert = { datasetId, now, rowMaker }
  if (parts.length > MANY || isLongBody(request.body))
    return sendRows(reply.code(201), await createMany(controls, { parts, pathOf }, insert))
  const created = withPaths(pathOf, () =>
    controls.store.change(() => {
      const made = makeRows(controls.store, parts, insert)
      controls.store.rows.write(datasetId, { insert: made })
      return made
    }),
  )
  return sendJson(reply.code(201), `{${rowsJson(created)}}`)
}

function* createFromList(
  { user: userId }: CreateQuery,
  list: unknown,
  { controls, reply }: CallContext,
): Work<unknown> {
  const { id, dataset_id: datasetId } = userOrFirst(controls, userId)
  const requireCurrent = (): void => {
    if (userOrFirst(controls, id).dataset_id !== datasetId) throw replacedMeanwhile()
  }
  return sendRows(
    reply.code(201),
    yield* createListed(controls, datasetId, { list, max: MAX_CREATED, requireCurrent }),
  )
}

const replacedMeanwhile = (): AdminFailure =>
  new AdminFailure(409, 'the rows of this user were replaced in the meantime; call again')

type GivenParts = {
  readonly parts: readonly PartialConversation[]
  readonly pathOf: (index: number) => PropertyKey[]
}

/** Makes and writes rows over many turns; makeRows() and write() do the same in one turn. */
async function createMany(
  { store }: MockControls,
  { parts, pathOf }: GivenParts,
  { datasetId, now, rowMaker }: InsertContext,
) {
  const assistants = store.rows.assistants(datasetId)
  try {
    return await store.rows.insertMany(datasetId, {
      assign: (nextId) => assignSafeIds(parts, nextId).map(({ id }) => id),
      make: (id, index) => rowMaker.make(parts[index] ?? {}, { id, now, assistants }),
    })
  } catch (error) {
    throw toRowFailure(error, pathOf)
  }
}

type InsertContext = Parameters<typeof makeRows>[2]

/**
 * Reports a taken id. The store would also refuse the uuid of the row, because it is made from the
 * id.
 */
const findTaken = (
  { store }: MockControls,
  datasetId: number,
  { id }: PartialConversation,
): InputProblem[] =>
  id !== undefined && store.rows.find(datasetId, { id }) ? [{ path: ['id'], message: TAKEN }] : []
