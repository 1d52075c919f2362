// The calls that list, create, change and delete the conversations of one user.

import * as z from 'zod'
import { type Conversation, conversationTypes } from '../dataset/dataset.ts'
import { PartialConversation } from '../dataset/partial-conversation.ts'
import { findRowProblems } from '../mutations/references.ts'
import { formatDateTime } from '../php/dates.ts'
import type { StoredUser } from '../store/users.ts'
import type { MockControls } from './controls.ts'
import { ConversationRow, sendRow, sendRows } from './conversation-row.ts'
import { type AdminFailure, notFound } from './failure.ts'
import { assistantIds, user, UserQuery, userOrFirst, wholeText } from './fields.ts'
import {
  createConversations,
  CreateQuery,
  memberFor,
  NewConversations,
  rowsIn,
} from './new-conversations.ts'
import { route } from './route.ts'
import { requireNone, withPaths } from './row-problems.ts'

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
  id: z
    .string()
    .min(1)
    .describe('The numeric id, or the uuid that the emulated API shows as `id`.'),
})

const Changes = PartialConversation.omit({ id: true }).meta({
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
      'Conversations as stored, in every edition: with numeric ids and every field. `limit` ' +
      'and `offset` select a part of the list.',
    query: ListQuery,
    status: 200,
    response: z.strictObject({
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      conversations: z.array(ConversationRow),
    }),
    *handle({ query: { user: userId, limit, offset, ...given } }, { controls, reply }) {
      const { store } = controls
      const datasetId = () => userOrFirst(controls, userId).dataset_id
      const filters = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      )
      const total = store.count(store.select({ datasetId: datasetId(), filters }))
      const rows = yield* store.rows.list(datasetId, filters, { offset, limit })
      return sendRows(reply, rows, `"total":${total},"limit":${limit},"offset":${offset},`)
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
      'Absent fields are generated. The same seed, id and given fields give the same values. ' +
      "New conversations start now, by the user's clock. The body may also be a list as the " +
      'API returns it. Then nothing is generated, assistants come from the rows, and ' +
      'existing rows stay.',
    query: CreateQuery,
    body: NewConversations,
    memberFor,
    rowsOf: rowsIn,
    status: 201,
    response: z.strictObject({ conversations: z.array(ConversationRow) }),
    failures: { 409: 'An id or uuid is taken, or the rows were replaced in the meantime.' },
    hasRows: true,
    handle: ({ query, body }, context) => createConversations(query, body, context),
  }),
  route({
    method: 'GET',
    url: '/conversations/:id',
    operationId: 'getConversation',
    tag: 'Conversations',
    summary: 'Get a conversation',
    description: 'The conversation as stored, in every edition.',
    params: RowParams,
    query: UserQuery,
    status: 200,
    response: ConversationRow,
    failures: { 404: 'There is no such conversation.' },
    *handle({ params, query }, { controls, reply }) {
      const row = requireRow(controls, userOrFirst(controls, query.user), params.id)
      return yield* sendRow(reply, row)
    },
  }),
  route({
    method: 'PATCH',
    url: '/conversations/:id',
    operationId: 'updateConversation',
    writesRows: true,
    tag: 'Conversations',
    summary: 'Change a conversation',
    description: '`updated_at` becomes the current time unless the body sets it.',
    params: RowParams,
    query: UserQuery,
    body: Changes,
    status: 200,
    response: ConversationRow,
    failures: { 404: 'There is no such conversation.', 409: 'The uuid is taken.' },
    hasRows: true,
    *handle({ params, query, body }, { controls, reply }) {
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
      return yield* sendRow(reply, changed)
    },
  }),
  route({
    method: 'DELETE',
    url: '/conversations/:id',
    operationId: 'deleteConversation',
    writesRows: true,
    tag: 'Conversations',
    summary: 'Delete a conversation',
    description: 'Later pages no longer show the conversation.',
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
