// The fields of an assistant, in the order of the API's answers, with their default values.

import * as z from 'zod'
import { encodeJson } from '../php/json.ts'
import { dateTime, id } from './fields.ts'
import { phpField } from './php-field.ts'

const whole = (value: number | null) => z.int().nullable().default(value)
const decimal = (value: number | null) => z.number().nullable().default(value)
const text = (value: string | null) => z.string().nullable().default(value)
const flag = (value: boolean) => z.boolean().default(value)
/** The API documentation shows a number for these flags. */
const numberFlag = (value: number) => z.union([z.int(), z.boolean()]).default(value)
const time = (value: string) => dateTime.default(value)
const json = (value: object) => phpField().prefault(value)

export const Assistant = z.strictObject({
  id,
  user_id: id,
  phone_number_id: whole(null),
  engine_id: whole(null),
  synthesizer_id: whole(null),
  transcriber_id: whole(null),
  voice_id: whole(8),
  instance_id: whole(1),
  name: z.string(),
  variables: json({}),
  post_call_evaluation: flag(true),
  fillers: numberFlag(1),
  post_call_schema: json([]),
  tools: json([]),
  is_webhook_active: flag(false),
  webhook_url: text(null),
  inbound_webhook_url: text(null),
  language: text(null),
  type: text('inbound'),
  status: text('active'),
  max_duration: whole(900),
  record: flag(true),
  /** The first message of a conversation; null when the assistant has no greeting. */
  initial_message: text(null),
  system_prompt: text('Be brief.'),
  flows_platform_id: whole(null),
  timezone: text('Europe/Berlin'),
  created_at: time('2024-11-05 08:00:00'),
  updated_at: time('2024-11-05 08:00:00'),
  max_silence_duration: whole(25),
  reengagement_interval: whole(45),
  /**
   * The time of the deletion. The list omits a deleted assistant and no client can talk to it, but
   * its conversations stay.
   */
  deleted_at: dateTime.nullable().default(null),
  end_call_on_voicemail: numberFlag(1),
  llm_temperature: decimal(0.35),
  voice_stability: decimal(0.75),
  voice_similarity: decimal(0.85),
  allow_interruptions: flag(true),
  enable_noise_cancellation: flag(true),
  endpoint_sensitivity: decimal(1.8),
  speech_speed: decimal(1.1),
  endpoint_type: text('vad'),
  wait_for_customer: flag(true),
  mode: text('pipeline'),
  language_id: whole(1),
  transcriber_provider_id: whole(null),
  synthesizer_provider_id: whole(null),
  llm_model_id: whole(3),
  multimodal_model_id: whole(null),
  ambient_sound: text('office'),
  uuid: z.string().min(1),
  send_webhook_only_on_completed: flag(true),
  include_recording_in_webhook: flag(false),
  interrupt_sensitivity: decimal(1.2),
  filler_config: json({}),
  knowledgebase_id: whole(null),
  knowledgebase_mode: text(null),
  min_interrupt_words: whole(3),
  ambient_sound_volume: decimal(0.3),
  widget_settings: json({}),
  /** The webhook toggles set this URL. No answer of the API shows it. */
  conversation_ended_webhook_url: text(null),
})
export type Assistant = z.infer<typeof Assistant>

/** The fields of an assistant that have no default. */
export type NamedAssistant = Pick<Assistant, 'id' | 'uuid' | 'user_id' | 'name'>

/** The fields of an assistant that have a default. */
export const AssistantFields = Assistant.omit({ id: true, uuid: true, user_id: true, name: true })
export type AssistantFields = z.infer<typeof AssistantFields>

export const assistantDefaults: AssistantFields = AssistantFields.parse({})

/** The names of the fields whose values are JSON of any shape. */
export const jsonFieldNames = new Set(
  Object.entries(assistantDefaults).flatMap(([field, value]) =>
    value !== null && typeof value === 'object' ? [field] : [],
  ),
)

const defaultTexts = new Map(
  Object.entries(assistantDefaults).map(([field, value]) => [field, encodeJson(value)]),
)

/** The fields whose values differ from their defaults. */
export const ownFields = (assistant: AssistantFields) =>
  Object.entries(assistant).filter(
    ([field, value]) => defaultTexts.has(field) && encodeJson(value) !== defaultTexts.get(field),
  )

/** An assistant with the given fields, and defaults for all others. */
export const completeAssistant = (given: NamedAssistant & Partial<AssistantFields>): Assistant => ({
  ...template,
  ...assistantDefaults,
  ...given,
})

/** The template fixes the order of the fields. */
const template: Assistant = Assistant.parse({ id: 1, uuid: '-', user_id: 1, name: '' })
