// The zod schemas of response bodies, from which openapi.yaml is built.

import * as z from 'zod'
import { conversationTypes } from '../dataset/dataset.ts'
import type { Parameter } from '../editions.ts'
import { listEditions } from './edition-list.ts'
import { parameterNames } from './parameters.ts'

const uuid = z.string().meta({
  description: 'A text in the form of a UUID, not always a valid UUID.',
  examples: ['7c9e6679-7425-40de-944b-e07fc1f90ae7'],
})
const dateTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .meta({ description: 'A time without a zone.', examples: ['2025-01-25 14:30:00'] })

const identity = { id: uuid, assistant_id: uuid, assistant_name: z.string() }
const figures = {
  message_count: z.int().nonnegative(),
  total_cost: z.number().describe('The total cost in dollars.'),
  ai_enabled: z.boolean(),
  created_at: dateTime,
  updated_at: dateTime,
}

const variables = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown()), z.null()])
  .describe(
    'Values that the caller stored with the conversation. PHP writes an empty object, or an ' +
      'object with the keys 0 to n-1, as an array.',
  )

export const BasicConversation = z
  .strictObject({ ...identity, type: z.enum(conversationTypes), ...figures })
  .meta({
    id: 'BasicConversation',
    description: `A conversation in these editions: ${listEditions(({ item }) => item === 'basic')}.`,
  })
export type BasicConversation = z.infer<typeof BasicConversation>

export const Party = z
  .strictObject({ name: z.string().nullable(), phone: z.string().nullable() })
  .meta({ id: 'Party', description: 'One side of a WhatsApp conversation.' })
export type Party = z.infer<typeof Party>

const ChatConversation = z
  .strictObject({ ...identity, type: z.enum(['test', 'widget']), variables, ...figures })
  .meta({ id: 'ChatConversation', description: 'A conversation in the dashboard or on a website.' })
type ChatConversation = z.infer<typeof ChatConversation>

const ApiConversation = z
  .strictObject({
    ...identity,
    type: z.literal('api'),
    variables,
    external_identifier: z
      .string()
      .optional()
      .describe("The caller's own id. The key is absent when the caller gave no id."),
    ...figures,
  })
  .meta({ id: 'ApiConversation', description: 'A conversation that was started through the API.' })
type ApiConversation = z.infer<typeof ApiConversation>

const WhatsappConversation = z
  .strictObject({
    ...identity,
    type: z.literal('whatsapp'),
    variables,
    ...figures,
    whatsapp_sender: Party,
    customer: Party,
  })
  .meta({
    id: 'WhatsappConversation',
    description: 'A conversation on WhatsApp. `whatsapp_sender` is the business.',
  })
type WhatsappConversation = z.infer<typeof WhatsappConversation>

export const FullConversation = z
  .discriminatedUnion('type', [ChatConversation, ApiConversation, WhatsappConversation])
  .meta({
    id: 'FullConversation',
    description: `A conversation in these editions: ${listEditions(({ item }) => item === 'full')}.`,
    discriminator: {
      propertyName: 'type',
      mapping: {
        test: '#/components/schemas/ChatConversation',
        widget: '#/components/schemas/ChatConversation',
        api: '#/components/schemas/ApiConversation',
        whatsapp: '#/components/schemas/WhatsappConversation',
      },
    },
  })
export type FullConversation = z.infer<typeof FullConversation>

export const ErrorMessage = z
  .strictObject({ message: z.string() })
  .meta({ id: 'ErrorMessage', description: 'The body of every error except validation errors.' })
export type ErrorMessage = z.infer<typeof ErrorMessage>

const isValidated = (name: Parameter): boolean => name !== 'page'

export const ValidationError = z
  .strictObject({
    message: z.string().describe('The first message, and the number of other messages.'),
    errors: z
      .partialRecord(z.enum(parameterNames.filter(isValidated)), z.array(z.string()).min(1))
      .meta({ description: 'All messages, grouped by parameter.', minProperties: 1 }),
  })
  .meta({ id: 'ValidationError', description: 'An error with the invalid parameters.' })
export type ValidationError = z.infer<typeof ValidationError>

export const Html = z.string().describe('An HTML page.')
export const Empty = z.string().max(0)

export const Liveness = z.strictObject({ status: z.literal('live') }).meta({ id: 'Liveness' })
export type Liveness = z.infer<typeof Liveness>

export const Readiness = z
  .strictObject({
    status: z.literal('ready'),
    replica: z.string().exactOptional().describe('The name of this mock, as set by --replica.'),
  })
  .meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof Readiness>
