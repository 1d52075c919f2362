// The assistants of a user, with fields that the emulated API sets but never shows.

import * as z from 'zod'
import type { Assistant } from '../dataset/assistant.ts'
import { userOrFirst, UserQuery, wholeText } from './fields.ts'
import { route } from './route.ts'

const AssistantsQuery = z.strictObject({
  ...UserQuery.shape,
  limit: wholeText(1, 1000).default(100),
  offset: wholeText(0, Number.MAX_SAFE_INTEGER).default(0),
})

export const ShownAssistant = z
  .strictObject({
    id: z.int(),
    uuid: z.string(),
    name: z.string(),
    type: z.string().nullable(),
    status: z.string().nullable(),
    conversation_ended_webhook_url: z
      .string()
      .nullable()
      .describe(
        'The URL that the webhook endpoints set. Null while the webhook is disabled. The mock ' +
          'sends nothing to this URL.',
      ),
    created_at: z.string(),
    updated_at: z.string(),
    deleted_at: z.string().nullable(),
  })
  .meta({
    id: 'Assistant',
    description: 'The main fields of an assistant. The dataset has all fields.',
  })
export type ShownAssistant = z.infer<typeof ShownAssistant>

export const assistantRoutes = [
  route({
    method: 'GET',
    url: '/assistants',
    operationId: 'listAssistants',
    tag: 'Conversations',
    summary: 'List assistants with their webhooks',
    description:
      'Sorted by id, with deleted assistants. `limit` and `offset` select a part of the ' +
      'list. GET /dataset has every field.',
    query: AssistantsQuery,
    status: 200,
    repeatsTexts: true,
    response: z.strictObject({ total: z.int(), assistants: z.array(ShownAssistant) }),
    handle: ({ query: { user, limit, offset } }, { controls }) => {
      const all = controls.store.assistants.all(userOrFirst(controls, user).dataset_id)
      return { total: all.length, assistants: all.slice(offset, offset + limit).map(toShown) }
    },
  }),
]

const toShown = ({
  id,
  uuid,
  name,
  type,
  status,
  conversation_ended_webhook_url,
  created_at,
  updated_at,
  deleted_at,
}: Assistant): ShownAssistant => ({
  id,
  uuid,
  name,
  type,
  status,
  conversation_ended_webhook_url,
  created_at,
  updated_at,
  deleted_at,
})
