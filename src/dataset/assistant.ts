// The fields of an assistant, in the order of the API's answers, with their default values.

import * as z from 'zod'
import { encodeJson, type PhpValue } from '../php/json.ts'
import { dateTime, id } from './fields.ts'
import { phpField } from './php-field.ts'

const whole = (value: number | null) => z.int().nullable().default(value)
const decimal = (value: number | null) => z.number().nullable().default(value)
const text = (value: string | null) => z.string().nullable().default(value)
const flag = (value: boolean) => z.boolean().default(value)
/** The API documentation shows a number for these flags. */
const numberFlag = (value: number | boolean) => z.union([z.int(), z.boolean()]).default(value)
const time = (value: string) => dateTime.default(value)
const json = (value: PhpValue) => phpField().prefault(value)

/** An assistant without own values. It fixes the order of the fields. */
const template = {
  id: 1,
  user_id: 1,
  phone_number_id: null,
  engine_id: null,
  synthesizer_id: null,
  transcriber_id: null,
  voice_id: 8,
  instance_id: 1,
  name: '',
  variables: new Map<string, PhpValue>(),
  post_call_evaluation: true,
  fillers: 1,
  post_call_schema: [],
  tools: [],
  is_webhook_active: false,
  webhook_url: null,
  inbound_webhook_url: null,
  language: null,
  type: 'inbound',
  status: 'active',
  max_duration: 900,
  record: true,
  initial_message: null,
  system_prompt: 'Be brief.',
  flows_platform_id: null,
  timezone: 'Europe/Berlin',
  created_at: '2024-11-05 08:00:00',
  updated_at: '2024-11-05 08:00:00',
  max_silence_duration: 25,
  reengagement_interval: 45,
  deleted_at: null,
  end_call_on_voicemail: 1,
  llm_temperature: 0.35,
  voice_stability: 0.75,
  voice_similarity: 0.85,
  allow_interruptions: true,
  enable_noise_cancellation: true,
  endpoint_sensitivity: 1.8,
  speech_speed: 1.1,
  endpoint_type: 'vad',
  wait_for_customer: true,
  mode: 'pipeline',
  language_id: 1,
  transcriber_provider_id: null,
  synthesizer_provider_id: null,
  llm_model_id: 3,
  multimodal_model_id: null,
  ambient_sound: 'office',
  uuid: '-',
  send_webhook_only_on_completed: true,
  include_recording_in_webhook: false,
  interrupt_sensitivity: 1.2,
  filler_config: new Map<string, PhpValue>(),
  knowledgebase_id: null,
  knowledgebase_mode: null,
  min_interrupt_words: 3,
  ambient_sound_volume: 0.3,
  widget_settings: new Map<string, PhpValue>(),
  conversation_ended_webhook_url: null,
}

let built: ReturnType<typeof buildSchemas> | undefined

/**
 * The schemas are built at their first use. A start needs only the defaults, and building takes a
 * twentieth of its time.
 */
export const assistantSchemas = () => (built ??= buildSchemas())

function buildSchemas() {
  const Assistant = z.strictObject({
    id,
    user_id: id,
    phone_number_id: whole(template.phone_number_id),
    engine_id: whole(template.engine_id),
    synthesizer_id: whole(template.synthesizer_id),
    transcriber_id: whole(template.transcriber_id),
    voice_id: whole(template.voice_id),
    instance_id: whole(template.instance_id),
    name: z.string(),
    variables: json(template.variables),
    post_call_evaluation: flag(template.post_call_evaluation),
    fillers: numberFlag(template.fillers),
    post_call_schema: json(template.post_call_schema),
    tools: json(template.tools),
    is_webhook_active: flag(template.is_webhook_active),
    webhook_url: text(template.webhook_url),
    inbound_webhook_url: text(template.inbound_webhook_url),
    language: text(template.language),
    type: text(template.type),
    status: text(template.status),
    max_duration: whole(template.max_duration),
    record: flag(template.record),
    /** The first message of a conversation; null when the assistant has no greeting. */
    initial_message: text(template.initial_message),
    system_prompt: text(template.system_prompt),
    flows_platform_id: whole(template.flows_platform_id),
    timezone: text(template.timezone),
    created_at: time(template.created_at),
    updated_at: time(template.updated_at),
    max_silence_duration: whole(template.max_silence_duration),
    reengagement_interval: whole(template.reengagement_interval),
    /**
     * The time of the deletion. The list omits a deleted assistant and no client can talk to it, but
     * its conversations stay.
     */
    deleted_at: dateTime.nullable().default(template.deleted_at),
    end_call_on_voicemail: numberFlag(template.end_call_on_voicemail),
    llm_temperature: decimal(template.llm_temperature),
    voice_stability: decimal(template.voice_stability),
    voice_similarity: decimal(template.voice_similarity),
    allow_interruptions: flag(template.allow_interruptions),
    enable_noise_cancellation: flag(template.enable_noise_cancellation),
    endpoint_sensitivity: decimal(template.endpoint_sensitivity),
    speech_speed: decimal(template.speech_speed),
    endpoint_type: text(template.endpoint_type),
    wait_for_customer: flag(template.wait_for_customer),
    mode: text(template.mode),
    language_id: whole(template.language_id),
    transcriber_provider_id: whole(template.transcriber_provider_id),
    synthesizer_provider_id: whole(template.synthesizer_provider_id),
    llm_model_id: whole(template.llm_model_id),
    multimodal_model_id: whole(template.multimodal_model_id),
    ambient_sound: text(template.ambient_sound),
    uuid: z.string().min(1),
    send_webhook_only_on_completed: flag(template.send_webhook_only_on_completed),
    include_recording_in_webhook: flag(template.include_recording_in_webhook),
    interrupt_sensitivity: decimal(template.interrupt_sensitivity),
    filler_config: json(template.filler_config),
    knowledgebase_id: whole(template.knowledgebase_id),
    knowledgebase_mode: text(template.knowledgebase_mode),
    min_interrupt_words: whole(template.min_interrupt_words),
    ambient_sound_volume: decimal(template.ambient_sound_volume),
    widget_settings: json(template.widget_settings),
    /** The webhook toggles set this URL. No answer of the API shows it. */
    conversation_ended_webhook_url: text(template.conversation_ended_webhook_url),
  })
  return {
    Assistant,
    /** The fields of an assistant that have a default. */
    AssistantFields: Assistant.omit({ id: true, uuid: true, user_id: true, name: true }),
  }
}

type Schemas = ReturnType<typeof buildSchemas>
export type Assistant = z.infer<Schemas['Assistant']>
export type AssistantFields = z.infer<Schemas['AssistantFields']>

/** The fields of an assistant that have no default. */
export type NamedAssistant = Pick<Assistant, 'id' | 'uuid' | 'user_id' | 'name'>

const { id: _id, uuid: _uuid, user_id: _userId, name: _name, ...assistantDefaults } = template

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
  ...given,
})
