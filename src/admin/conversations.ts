// Conversations: list, create, change and delete those of one user.

import * as z from 'zod'
import { turns, type Work } from '../clock/turns.ts'
import { ConversationDraft } from '../dataset/draft.ts'
import { type Conversation, conversationTypes } from '../dataset/dataset.ts'
import { ListBody, ListedConversation } from '../dataset/list.ts'
import type { Fault } from '../dataset/references.ts'
import { assignSafeIds, makeRows } from '../mutations/apply.ts'
import { findDraftFaults, findDraftsFaults } from '../mutations/references.ts'
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
import { placed, requireNone, TAKEN, within, withPlaces } from './row-places.ts'
import type { Steering } from './steering.ts'

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

const Drafts = z.union([ConversationDraft, z.array(ConversationDraft).min(1).max(MAX_CREATED)], {
  error: `must be a conversation, or a list of 1 to ${MAX_CREATED}`,
})
type Drafts = z.infer<typeof Drafts>

const NewConversations = z.union([Drafts, ListBody, z.array(ListBody), z.array(ListedConversation)])
type NewConversations = z.infer<typeof NewConversations>

/** Read further on: what lists say of each other needs the whole. */
const Listed = z.custom<NewConversations>()

/** A draft has neither of these names. */
const areDrafts = (body: unknown): body is Drafts =>
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
    handle: ({ query: { user: userId, limit, offset, ...given } }, { steering, reply }) => {
      const { store } = steering
      const { dataset_id: datasetId } = userOrFirst(steering, userId)
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
    memberFor: (given) => (areDrafts(given) ? Drafts : Listed),
    rowsOf: (given) =>
      areDrafts(given) ? { path: [], row: ConversationDraft, max: MAX_CREATED } : listIn(given),
    status: 201,
    response: z.strictObject({ conversations: z.array(ConversationRow) }),
    failures: { 409: 'An id or uuid is taken, or the rows were replaced in the meantime.' },
    hasRows: true,
    handle: ({ query, body }, exchange) =>
      areDrafts(body)
        ? createDrafted(query, body, exchange)
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
    handle: ({ params, query }, { steering, reply }) =>
      json(reply, formatRow(requireRow(steering, userOrFirst(steering, query.user), params.id))),
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
    handle: ({ params, query, body }, { steering, reply }) => {
      const owner = userOrFirst(steering, query.user)
      const given = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined),
      )
      const changed = steering.store.change(() => {
        const before = requireRow(steering, owner, params.id)
        requireNone(findDraftFaults(body, { assistants: assistantIds(steering, owner.dataset_id) }))
        const row = {
          ...before,
          updated_at: formatDateTime(Math.floor(steering.clocks.now(owner.id))),
          ...given,
        }
        withPlaces(
          () => [],
          () => steering.store.rows.write(owner.dataset_id, { update: [row] }),
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
    handle: ({ params, query }, { steering }) => {
      const owner = userOrFirst(steering, query.user)
      steering.store.rows.write(owner.dataset_id, {
        delete: [requireRow(steering, owner, params.id).id],
      })
    },
  }),
]

type CreateQuery = z.output<typeof CreateQuery>

async function createDrafted(
  query: CreateQuery,
  body: Drafts,
  { steering, reply }: Exchange,
): Promise<unknown> {
  const isList = Array.isArray(body)
  const drafts: ConversationDraft[] = isList ? body : [body]
  const placeOf = (index: number): PropertyKey[] => (isList ? [index] : [])
  const rowMaker = await loadRowMaker(query.seed ?? steering.seed)
  const { id: userId, dataset_id: datasetId } = userOrFirst(steering, query.user)
  const assistants = assistantIds(steering, datasetId)
  const faults = findDraftsFaults(drafts, { assistants }, '')
  requireNone(
    faults.map(({ path: [, index, ...path], message }) => ({
      path: [...placeOf(Number(index)), ...path],
      message,
    })),
  )
  const taken: Fault[] = []
  for (const [index, draft] of drafts.entries()) {
    taken.push(...findTaken(steering, datasetId, draft).map(within(placeOf(index))))
    await turns.pause()
  }
  requireNone(taken, 409)
  if (userOrFirst(steering, query.user).dataset_id !== datasetId) throw replacedMeanwhile()
  const now = steering.clocks.now(userId)
  const insert = { datasetId, now, rowMaker }
  if (drafts.length > MANY) return sendMany(reply, await createMany(steering, drafts, insert))
  const created = withPlaces(placeOf, () =>
    steering.store.change(() => {
      const made = makeRows(steering.store, drafts, insert)
      steering.store.rows.write(datasetId, { insert: made })
      return made
    }),
  )
  return json(reply.code(201), `{${rows(created)}}`)
}

function* createFromList(
  { user: userId }: CreateQuery,
  list: unknown,
  { steering, reply }: Exchange,
): Work<unknown> {
  const { id, dataset_id: datasetId } = userOrFirst(steering, userId)
  const requireCurrent = (): void => {
    if (userOrFirst(steering, id).dataset_id !== datasetId) throw replacedMeanwhile()
  }
  return sendMany(
    reply,
    yield* createListed(steering, datasetId, { list, max: MAX_CREATED, requireCurrent }),
  )
}

function requireRow({ store }: Steering, { dataset_id }: StoredUser, key: string): Conversation {
  const byId = /^\d{1,16}$/.test(key) ? store.rows.find(dataset_id, { id: Number(key) }) : undefined
  const found = byId ?? store.rows.find(dataset_id, { uuid: key })
  if (!found) throw missing(key)
  return found
}

const replacedMeanwhile = (): AdminFailure =>
  new AdminFailure(409, 'the rows of this user were replaced in the meantime; call again')

/** As makeRows() and write() together, over many turns. */
async function createMany(
  { store }: Steering,
  drafts: readonly ConversationDraft[],
  { datasetId, now, rowMaker }: InsertContext,
) {
  const assistants = store.rows.assistants(datasetId)
  try {
    return await store.rows.insertMany(datasetId, {
      assign: (nextId) => assignSafeIds(drafts, nextId).map(({ id }) => id),
      make: (id, index) => rowMaker.make(drafts[index] ?? {}, { id, now, assistants }),
    })
  } catch (error) {
    throw placed(error, (index) => [index])
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
const findTaken = ({ store }: Steering, datasetId: number, { id }: ConversationDraft): Fault[] =>
  id !== undefined && store.rows.find(datasetId, { id }) ? [{ path: ['id'], message: TAKEN }] : []

const rows = (list: readonly Conversation[]): string =>
  `"conversations":[${list.map(formatRow).join(',')}]`

/** Rows hold PHP's integers and the order of their keys, which JSON.stringify() does not know. */
const json = (reply: Exchange['reply'], text: string): unknown => reply.type(JSON_TYPE).send(text)
