// Conversations: list, create, change and delete those of one user.

import * as z from 'zod'
import { turns, type Work } from '../clock/turns.ts'
import { ConversationDraft } from '../dataset/draft.ts'
import { type Conversation, conversationTypes } from '../dataset/dataset.ts'
import { ListBody, ListedConversation } from '../dataset/list.ts'
import { type InputProblem, within } from '../problems/input-problem.ts'
import { assignSafeIds, makeRows } from '../mutations/apply.ts'
import { findRowProblems, findRowsProblems } from '../mutations/references.ts'
import { formatDateTime } from '../php/dates.ts'
import { formatRow } from '../dataset/text.ts'
import { loadRowMaker } from '../seed/row-maker.ts'
import type { StoredUser } from '../store/users.ts'
import { AdminFailure, notFound } from './failure.ts'
import { assistantIds, user, UserQuery, userOrFirst, wholeText } from './fields.ts'
import { createListed } from './listed-rows.ts'
import type { RowList } from './long-body.ts'
import { type Exchange, route } from './route.ts'
import { JSON_TYPE, streamOf } from './pieces.ts'
import { toRowFailure, requireNone, TAKEN, withPaths } from './row-problems.ts'
import type { MockControls } from './controls.ts'

const ConversationRow = z
  .strictObject({
    id: z.int(),
    uuid: z.string(),
    assistant_id: z.int(),
    type: z.enum(conversationTypes),
    variables: z.unknown(),
    external_identifier: z.string().nullable(),
    message_count: z.int(),
    total_cost: z.number(),
    ai_enabled: z.boolean(),
    whatsapp_sender_name: z.string().nullable(),
    whatsapp_sender_phone: z.string().nullable(),
    customer_name: z.string().nullable(),
    customer_phone: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'ConversationRow', description: 'A conversation as dataset files hold it.' })
export type ConversationRow = z.infer<typeof ConversationRow>

const MAX_CREATED = 10_000
/** More rows are written over many turns. */
const MANY = 50

const day = z.iso.date({ error: 'must be a date such as 2025-01-31' })

const ListQuery = z.strictObject({
  user,
  type: z.enum(conversationTypes).optional(),
  assistant_id: wholeText(1, Number.MAX_SAFE_INTEGER).optional(),
  customer_phone: z.string().optional(),
  whatsapp_sender_phone: z.string().optional(),
  external_identifier: z.string().optional(),
  date_from: day.optional(),
  date_to: day.optional(),
  limit: wholeText(1, 1000).default(100),
  offset: wholeText(0, Number.MAX_SAFE_INTEGER).default(0),
})

const RowParams = z.strictObject({
  id: z.string().min(1).describe('The number, or the uuid that the emulated API shows as `id`.'),
})

const CreateQuery = z.strictObject({
  user,
  seed: wholeText(0, 2 ** 32 - 1)
    .optional()
    .describe('Where generated fields start from.'),
})

const PartialRows = z.union(
  [ConversationDraft, z.array(ConversationDraft).min(1).max(MAX_CREATED)],
  {
    error: `must be a conversation, or a list of 1 to ${MAX_CREATED}`,
  },
)
type PartialRows = z.infer<typeof PartialRows>

const NewConversations = z.union([
  PartialRows,
  ListBody,
  z.array(ListBody),
  z.array(ListedConversation),
])
type NewConversations = z.infer<typeof NewConversations>

/** Read further on: what lists say of each other needs the whole. */
const Listed = z.custom<NewConversations>()

/** A partial row has neither of these names. */
const arePartialRows = (body: unknown): body is PartialRows =>
  ![body].flat().some((item) => isObject(item) && ('assistant_name' in item || 'data' in item))

/** Where the rows of a list are, or the answers of several; how many they are together is seen once they are joined. */
function listIn(given: unknown): RowList {
  const isAnswer = isObject(given) && 'data' in given
  return { path: isAnswer ? ['data'] : [], row: z.unknown(), max: Infinity }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const Changes = ConversationDraft.omit({ id: true }).meta({
  id: 'ConversationChanges',
  description: 'The fields to change.',
})

const missing = (id: string): AdminFailure =>
  notFound(`conversation ${JSON.stringify(id)}`, 'GET /__admin/conversations')

export const conversationRoutes = [
  route({
    method: 'GET',
    url: '/conversations',
    operationId: 'listConversations',
    tag: 'Conversations',
    summary: 'List conversations, newest first',
    description:
      'As they are stored, whatever the edition: numeric ids, and every field. `limit` and `offset` page through them.',
    query: ListQuery,
    status: 200,
    response: z.strictObject({
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      conversations: z.array(ConversationRow),
    }),
    handle: ({ query: { user: userId, limit, offset, ...given } }, { controls, reply }) => {
      const { store } = controls
      const { dataset_id: datasetId } = userOrFirst(controls, userId)
      const filters = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      )
      const total = store.count(store.select({ datasetId, filters }))
      return json(
        reply,
        `{"total":${total},"limit":${limit},"offset":${offset},${rows(store.rows.list(datasetId, filters, { offset, limit }))}}`,
      )
    },
  }),
  route({
    method: 'POST',
    url: '/conversations',
    operationId: 'createConversations',
    writesRows: true,
    tag: 'Conversations',
    summary: 'Create one or many conversations',
    description:
      'Absent fields are generated: the same for the same seed, id and given fields. They begin now, by the clock of the user. Or a list as the API answers it: nothing is generated, assistants come from the rows, and rows that are there already stay.',
    query: CreateQuery,
    body: NewConversations,
    memberFor: (given) => (arePartialRows(given) ? PartialRows : Listed),
    rowsOf: (given) =>
      arePartialRows(given)
        ? { path: [], row: ConversationDraft, max: MAX_CREATED }
        : listIn(given),
    status: 201,
    response: z.strictObject({ conversations: z.array(ConversationRow) }),
    failures: { 409: 'An id or uuid is taken, or the rows were replaced in the meantime.' },
    hasRows: true,
    handle: ({ query, body }, exchange) =>
      arePartialRows(body)
        ? createFromParts(query, body, exchange)
        : createFromList(query, body, exchange),
  }),
  route({
    method: 'GET',
    url: '/conversations/:id',
    operationId: 'getConversation',
    tag: 'Conversations',
    summary: 'One conversation',
    description: 'As it is stored, whatever the edition.',
    params: RowParams,
    query: UserQuery,
    status: 200,
    response: ConversationRow,
    failures: { 404: 'There is no such conversation.' },
    handle: ({ params, query }, { controls, reply }) =>
      json(reply, formatRow(requireRow(controls, userOrFirst(controls, query.user), params.id))),
  }),
  route({
    method: 'PATCH',
    url: '/conversations/:id',
    operationId: 'updateConversation',
    writesRows: true,
    tag: 'Conversations',
    summary: 'Change a conversation',
    description: '`updated_at` becomes now unless it is given.',
    params: RowParams,
    query: UserQuery,
    body: Changes,
    status: 200,
    response: ConversationRow,
    failures: { 404: 'There is no such conversation.', 409: 'The uuid is taken.' },
    hasRows: true,
    handle: ({ params, query, body }, { controls, reply }) => {
      const owner = userOrFirst(controls, query.user)
      const given = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined),
      )
      const changed = controls.store.change(() => {
        const before = requireRow(controls, owner, params.id)
        requireNone(findRowProblems(body, { assistants: assistantIds(controls, owner.dataset_id) }))
        const row = {
          ...before,
          updated_at: formatDateTime(Math.floor(controls.clocks.now(owner.id))),
          ...given,
        }
        withPaths(
          () => [],
          () => controls.store.rows.write(owner.dataset_id, { update: [row] }),
        )
        return row
      })
      return json(reply, formatRow(changed))
    },
  }),
  route({
    method: 'DELETE',
    url: '/conversations/:id',
    operationId: 'deleteConversation',
    writesRows: true,
    tag: 'Conversations',
    summary: 'Delete a conversation',
    description: 'Pages that are asked for later no longer show it.',
    params: RowParams,
    query: UserQuery,
    status: 204,
    failures: { 404: 'There is no such conversation.' },
    handle: ({ params, query }, { controls }) => {
      const owner = userOrFirst(controls, query.user)
      controls.store.rows.write(owner.dataset_id, {
        delete: [requireRow(controls, owner, params.id).id],
      })
    },
  }),
]

type CreateQuery = z.output<typeof CreateQuery>

async function createFromParts(
  query: CreateQuery,
  body: PartialRows,
  { controls, reply }: Exchange,
): Promise<unknown> {
  const isList = Array.isArray(body)
  const parts: ConversationDraft[] = isList ? body : [body]
  const pathOf = (index: number): PropertyKey[] => (isList ? [index] : [])
  const rowMaker = await loadRowMaker(query.seed ?? controls.seed)
  const { id: userId, dataset_id: datasetId } = userOrFirst(controls, query.user)
  const assistants = assistantIds(controls, datasetId)
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
  if (parts.length > MANY) return sendMany(reply, await createMany(controls, parts, insert))
  const created = withPaths(pathOf, () =>
    controls.store.change(() => {
      const made = makeRows(controls.store, parts, insert)
      controls.store.rows.write(datasetId, { insert: made })
      return made
    }),
  )
  return json(reply.code(201), `{${rows(created)}}`)
}

function* createFromList(
  { user: userId }: CreateQuery,
  list: unknown,
  { controls, reply }: Exchange,
): Work<unknown> {
  const { id, dataset_id: datasetId } = userOrFirst(controls, userId)
  const requireCurrent = (): void => {
    if (userOrFirst(controls, id).dataset_id !== datasetId) throw replacedMeanwhile()
  }
  return sendMany(
    reply,
    yield* createListed(controls, datasetId, { list, max: MAX_CREATED, requireCurrent }),
  )
}

function requireRow(
  { store }: MockControls,
  { dataset_id }: StoredUser,
  key: string,
): Conversation {
  const byId = /^\d{1,16}$/.test(key) ? store.rows.find(dataset_id, { id: Number(key) }) : undefined
  const row = byId ?? store.rows.find(dataset_id, { uuid: key })
  if (!row) throw missing(key)
  return row
}

const replacedMeanwhile = (): AdminFailure =>
  new AdminFailure(409, 'the rows of this user were replaced in the meantime; call again')

/** As makeRows() and write() together, over many turns. */
async function createMany(
  { store }: MockControls,
  parts: readonly ConversationDraft[],
  { datasetId, now, rowMaker }: InsertContext,
) {
  const assistants = store.rows.assistants(datasetId)
  try {
    return await store.rows.insertMany(datasetId, {
      assign: (nextId) => assignSafeIds(parts, nextId).map(({ id }) => id),
      make: (id, index) => rowMaker.make(parts[index] ?? {}, { id, now, assistants }),
    })
  } catch (error) {
    throw toRowFailure(error, (index) => [index])
  }
}

type InsertContext = Parameters<typeof makeRows>[2]

function sendMany(reply: Exchange['reply'], created: readonly Conversation[]): unknown {
  return reply
    .code(201)
    .type(JSON_TYPE)
    .send(streamOf(textsOfRows(created)))
}

function* textsOfRows(created: readonly Conversation[]): Generator<string, void> {
  yield '{"conversations":['
  for (const [index, row] of created.entries()) yield `${index === 0 ? '' : ','}${formatRow(row)}`
  yield ']}'
}

/** A row of this id would be refused for its uuid as well, which is made from the id. */
const findTaken = (
  { store }: MockControls,
  datasetId: number,
  { id }: ConversationDraft,
): InputProblem[] =>
  id !== undefined && store.rows.find(datasetId, { id }) ? [{ path: ['id'], message: TAKEN }] : []

const rows = (list: readonly Conversation[]): string =>
  `"conversations":[${list.map(formatRow).join(',')}]`

/** Rows hold PHP's integers and the order of their keys, which JSON.stringify() does not know. */
const json = (reply: Exchange['reply'], text: string): unknown => reply.type(JSON_TYPE).send(text)
