// The zod schemas of the bodies of calls about assistants.

import * as z from 'zod'
import { outboundFields } from '../api/assistant-resource.ts'
import type { SwitchName } from './switched.ts'
import { assistantSchemas } from '../dataset/assistant.ts'

const iso = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  .meta({ examples: ['2024-11-05T08:00:00.000000Z'] })

export const anything = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())])

const decimal = z
  .string()
  .regex(/^-?\d+\.\d\d$/)
  .nullable()

/**
 * All fields of an assistant in the dataset except the one that no answer shows. They are in the
 * order of the answers.
 */
const { conversation_ended_webhook_url: _hidden, ...shown } = assistantSchemas().Assistant.shape

const answered = {
  created_at: iso,
  updated_at: iso,
  deleted_at: iso.nullable(),
  llm_temperature: decimal,
  voice_stability: decimal,
  voice_similarity: decimal,
  speech_speed: decimal,
  ambient_sound_volume: decimal,
  variables: anything,
  post_call_schema: anything,
  tools: anything,
  filler_config: anything,
  widget_settings: anything,
}

const withoutDefault = (field: z.ZodType): z.ZodType =>
  field instanceof z.ZodDefault ? z.custom<z.ZodType>().parse(field.unwrap()) : field

const fields = new Map<string, z.ZodType>(
  Object.entries({ ...shown, ...answered }).map(([name, field]) => [name, withoutDefault(field)]),
)

const pickFields = (names: Iterable<string>) =>
  z.strictObject(
    Object.fromEntries(Array.from(names, (name) => [name, fields.get(name) ?? z.unknown()])),
  )

export const WholeAssistant = pickFields(fields.keys()).meta({ id: 'WholeAssistant' })
const NamedAssistant = pickFields(['id', 'name', 'created_at']).meta({ id: 'NamedAssistant' })
const OutboundAssistant = pickFields(outboundFields).meta({ id: 'OutboundAssistant' })

const rows = { data: z.array(WholeAssistant) }
const link = z.strictObject({
  url: z.string().nullable(),
  label: z.string(),
  page: z.int().nullable().optional(),
  active: z.boolean(),
})
const count = z.int().nonnegative()
const url = z.string().nullable()

const AssistantPage = z
  .strictObject({
    current_page: z.number(),
    ...rows,
    first_page_url: z.string(),
    from: z.number().nullable(),
    last_page: count,
    last_page_url: z.string(),
    links: z.array(link),
    next_page_url: url,
    path: z.string(),
    per_page: count,
    prev_page_url: url,
    to: z.number().nullable(),
    total: count,
  })
  .meta({
    id: 'AssistantPage',
    description: 'A page of assistants, in editions with page pagination.',
  })

const AssistantBrief = z
  .strictObject({
    ...rows,
    current_page: z.number(),
    per_page: count,
    total: count,
    last_page: count,
  })
  .meta({
    id: 'AssistantBrief',
    description: 'The main fields of an assistant, in editions with cursor pagination.',
  })

export const Assistants = z.union([AssistantPage, AssistantBrief])
export const AssistantNames = z.union([
  z.array(NamedAssistant),
  z
    .strictObject({ assistants: z.array(NamedAssistant) })
    .meta({ 'x-switch': 'assistantsEnvelope' satisfies SwitchName }),
])
export const OutboundAssistants = z.array(OutboundAssistant)

export const AssistantQuery = z.object({
  per_page: z.int().min(1).max(100).default(10).describe('How many assistants a page holds.'),
  page: z.int().min(1).default(1).describe('The number of the page.'),
})
