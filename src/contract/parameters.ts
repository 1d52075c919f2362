// The zod schemas of query parameters. They describe valid values; api/list-filters.ts has the
// answers to invalid ones.

import * as z from 'zod'
import { conversationTypes } from '../dataset/dataset.ts'
import type { Edition, Parameter } from '../editions.ts'
import { listEditions } from './edition-list.ts'

const text = z.string().max(255)

const schemas = {
  type: z
    .enum(conversationTypes)
    .meta({ description: 'Only conversations of this kind.', examples: ['whatsapp'] }),
  assistant_id: z.int().meta({
    description:
      'Only conversations of this assistant, which must belong to the caller. The numeric ' +
      'id, not the UUID that items show.',
    format: 'int64',
    examples: [1],
  }),
  date_from: z.string().meta({
    description: 'Only conversations that started on this day or later.',
    format: 'date',
    examples: ['2025-01-01'],
  }),
  date_to: z.string().meta({
    description:
      'Only conversations that started on this day or earlier. Must not be before `date_from`.',
    format: 'date',
    examples: ['2025-01-31'],
  }),
  customer_phone: text.meta({
    description:
      'Only WhatsApp conversations with exactly this customer number. Write `+` as `%2B`, ' +
      'because a plain `+` means a space.',
    examples: ['+14155559876'],
  }),
  whatsapp_sender_phone: text.meta({
    description:
      'Only WhatsApp conversations with exactly this business number. Write `+` as `%2B`.',
    examples: ['+14155551234'],
  }),
  external_identifier: text.meta({
    description: 'Only the conversation with exactly this external id, which the caller has set.',
    examples: ['crm-lead-12345'],
  }),
  per_page: z
    .int()
    .min(1)
    .max(100)
    .default(15)
    .meta({ description: 'How many conversations a page holds.' }),
  page: z
    .int()
    .min(1)
    .default(1)
    .meta({
      description:
        'The number of the page. A value that is not an integer of at least 1 counts as 1. A ' +
        'page past the last page is empty.',
      format: 'int64',
    }),
  cursor: z.string().meta({
    description:
      '`next_cursor` or `prev_cursor` of an earlier answer. Repeat the filters, because the ' +
      'cursor does not contain them. A cursor that cannot be decoded gives the first page.',
    examples: ['eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9'],
  }),
} satisfies Record<Parameter, z.ZodType>

const isParameter = (name: string): name is Parameter => name in schemas

export const parameterNames: readonly Parameter[] = Object.keys(schemas).filter(isParameter)

/** The parameters of all editions. */
export const ConversationQuery = z.object(
  Object.fromEntries(parameterNames.map((name) => [name, withEditions(name)])),
)
export type ConversationQuery = z.infer<typeof ConversationQuery>

function withEditions(name: Parameter) {
  const schema = schemas[name]
  const meta = schema.meta()
  return schema
    .meta({ ...meta, description: `${meta?.description} ${honouredBy(name)}` })
    .optional()
}

function honouredBy(name: Parameter): string {
  const isHonoured = ({ parameters }: Edition): boolean => parameters.includes(name)
  const others = listEditions((edition) => !isHonoured(edition))
  return others === ''
    ? 'All editions.'
    : `Editions: ${listEditions(isHonoured)}. Ignored by ${others}.`
}

/** The header that turns OPTIONS into a preflight request. */
export const PreflightHeaders = z.object({
  'Access-Control-Request-Method': z
    .string()
    .optional()
    .meta({
      description: 'Makes the request a preflight, with or without Origin.',
      examples: ['GET'],
    }),
  'Access-Control-Request-Headers': z
    .string()
    .optional()
    .meta({
      description: 'Requested headers, which the answer repeats.',
      examples: ['authorization'],
    }),
})
export type PreflightHeaders = z.infer<typeof PreflightHeaders>
