// The zod schemas of the bodies of calls other than the list.

import * as z from 'zod'
import { anything } from './assistant-schemas.ts'
import { listEditions } from './edition-list.ts'
import { ErrorMessage, Party } from './schemas.ts'

/** Laravel's rule `uuid` accepts any version. */
const AnyUuid = z
  .string()
  .regex(/^[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/)
  .meta({ examples: ['7c9e6679-7425-40de-944b-e07fc1f90ae7'] })
const uuid = z.string().meta({ examples: ['7c9e6679-7425-40de-944b-e07fc1f90ae7'] })
const variables = anything.nullable()

export const NewConversation = z
  .object({
    assistant_id: AnyUuid.describe('The UUID of an assistant.'),
    type: z
      .enum(['widget', 'test'])
      .nullish()
      .describe(
        'The kind of conversation. A `test` conversation costs nothing. The default is `widget`.',
      ),
    variables: variables.optional().describe('Values for placeholders such as {{name}}.'),
  })
  .meta({ id: 'NewConversation' })

export const NewMessage = z
  .object({
    message: z
      .string()
      .min(1)
      .max(2000)
      .meta({ examples: ['Hello'] }),
  })
  .meta({ id: 'NewMessage' })

export const ReplyRequest = z
  .object({
    assistant_id: z
      .int()
      .describe('The numeric id of an assistant.')
      .meta({ examples: [1] }),
    customer_identifier: z
      .string()
      .min(1)
      .max(255)
      .describe(
        'The id of the customer. The same assistant and customer continue the same conversation.',
      )
      .meta({ examples: ['+14155551234'] }),
    message: z
      .string()
      .min(1)
      .meta({ examples: ['Hi, I need an appointment'] }),
    variables: variables
      .optional()
      .describe('Variables that are merged into the variables of the conversation.'),
  })
  .meta({ id: 'ReplyRequest' })

export const WebhookOn = z
  .object({
    assistant_id: z.int().meta({ examples: [1] }),
    webhook_url: z
      .string()
      .min(1)
      .describe('A URL with a scheme that Laravel knows.')
      .meta({ examples: ['https://example.com/hook'] }),
  })
  .meta({ id: 'WebhookOn' })

export const WebhookOff = z
  .object({ assistant_id: z.int().meta({ examples: [1] }) })
  .meta({ id: 'WebhookOff' })

export const ChatMessage = z
  .strictObject({
    role: z.enum(['assistant', 'user']),
    content: z.string(),
    function_calls: z.unknown().optional(),
  })
  .meta({ id: 'ChatMessage' })

export const CreatedConversation = z
  .strictObject({
    status: z.literal(true),
    conversation_id: uuid,
    history: z
      .array(ChatMessage)
      .describe('The greeting of the assistant. Empty without a greeting.'),
  })
  .meta({ id: 'CreatedConversation' })

export const ConversationHistory = z
  .strictObject({
    status: z.literal(true),
    history: z.array(ChatMessage).describe('The messages, the oldest first.'),
    variables: variables.optional(),
    external_identifier: z.string().optional(),
    whatsapp_sender: Party.optional(),
    customer: Party.optional(),
  })
  .meta({
    id: 'ConversationHistory',
    description:
      'All fields but the first two exist only in these editions: ' +
      `${listEditions(({ item }) => item === 'full')}.`,
  })

export const AnsweredMessage = z
  .strictObject({
    status: z.literal(true),
    message: z
      .string()
      .nullable()
      .describe('The reply of the assistant. Null when the AI is switched off.'),
    function_calls: z.unknown(),
  })
  .meta({ id: 'AnsweredMessage' })

export const SwitchedAi = z
  .strictObject({ status: z.literal(true), ai_enabled: z.boolean() })
  .meta({ id: 'SwitchedAi' })

export const GeneratedReply = z
  .strictObject({
    success: z.literal(true),
    conversation_id: uuid,
    customer_identifier: z.string(),
    reply: z
      .string()
      .nullable()
      .describe('The reply of the assistant. Null when the AI is switched off.'),
    function_calls: z.unknown(),
    ai_disabled: z.boolean(),
  })
  .meta({ id: 'GeneratedReply' })

export const Profile = z
  .strictObject({
    name: z.string(),
    email: z.string(),
    total_balance: z.number().describe('The balance in dollars.'),
  })
  .meta({ id: 'Profile' })

export const SwitchedWebhook = z
  .strictObject({ message: z.string(), data: z.array(z.unknown()).max(0) })
  .meta({ id: 'SwitchedWebhook' })

export const StatusError = z
  .strictObject({ status: z.literal(false), error: z.string() })
  .meta({ id: 'StatusError', description: 'An error of the calls for one conversation.' })

export const ReplyError = z
  .strictObject({
    success: z.literal(false),
    error: z.string(),
    error_code: z.enum(['ASSISTANT_NOT_FOUND', 'INSUFFICIENT_BALANCE', 'PROCESSING_FAILED']),
  })
  .meta({ id: 'ReplyError', description: 'An error of the call that generates a reply.' })

const PlainError = z.strictObject({ error: z.string() }).meta({ id: 'PlainError' })

const ReplyLimit = z.strictObject({ message: z.string(), retry_after: z.int() }).meta({
  id: 'ReplyLimit',
  description: 'The error after more than five replies a minute with one token.',
})

/** The body of an error: that of the call itself, or the common one of all calls. */
export const StatusRefusal = z.union([ErrorMessage, StatusError])
export const ReplyRefusal = z.union([ErrorMessage, ReplyError])
export const AutomateRefusal = z.union([ErrorMessage, PlainError])
export const ReplyLimitRefusal = z.union([ErrorMessage, ReplyLimit])

export const BodyError = z
  .strictObject({
    message: z.string().describe('The first message, and the number of other messages.'),
    errors: z
      .record(z.string(), z.array(z.string()).min(1))
      .meta({ description: 'All messages, grouped by field.', minProperties: 1 }),
  })
  .meta({ id: 'BodyError', description: 'An error with the invalid fields.' })
