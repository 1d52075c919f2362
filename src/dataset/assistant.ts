// The fields of an assistant, in the order of the API's answers, with their default values.

import * as z from 'zod'
import { encodeJson, type PhpValue } from '../php/json.ts'
import { dateTime, id } from './fields.ts'
import { phpField } from './php-field.ts'
import { filledText, rowText } from './row-bounds.ts'

/** Makes something of each kind of field: its schema, or its default value. */
type Kinds<Id, Name, Whole, Decimal, Text, Flag, NumberFlag, Time, NoTime, Json> = {
  readonly id: Id
  readonly name: Name
  readonly uuid: Name
  readonly whole: (value: number | null) => Whole
  readonly decimal: (value: number) => Decimal
  readonly text: (value: string | null) => Text
  readonly flag: (value: boolean) => Flag
  /** The API documentation shows a number for these flags. */
  readonly numberFlag: (value: number) => NumberFlag
  readonly time: (value: string) => Time
  readonly noTime: NoTime
  readonly list: Json
  readonly record: Json
}

function fieldsOf<Id, Name, Whole, Decimal, Text, Flag, NumberFlag, Time, NoTime, Json>(
  kinds: Kinds<Id, Name, Whole, Decimal, Text, Flag, NumberFlag, Time, NoTime, Json>,
) {
  return {
    id: kinds.id,
    user_id: kinds.id,
    phone_number_id: kinds.whole(null),
    engine_id: kinds.whole(null),
    synthesizer_id: kinds.whole(null),
    transcriber_id: kinds.whole(null),
    voice_id: kinds.whole(8),
    instance_id: kinds.whole(1),
    name: kinds.name,
    variables: kinds.record,
    post_call_evaluation: kinds.flag(true),
    fillers: kinds.numberFlag(1),
    post_call_schema: kinds.list,
    tools: kinds.list,
    is_webhook_active: kinds.flag(false),
    webhook_url: kinds.text(null),
    inbound_webhook_url: kinds.text(null),
    language: kinds.text(null),
    type: kinds.text('inbound'),
    status: kinds.text('active'),
    max_duration: kinds.whole(900),
    record: kinds.flag(true),
    /** The first message of a conversation; null when the assistant has no greeting. */
    initial_message: kinds.text(null),
    system_prompt: kinds.text('Be brief.'),
    flows_platform_id: kinds.whole(null),
    timezone: kinds.text('Europe/Berlin'),
    created_at: kinds.time('2024-11-05 08:00:00'),
    updated_at: kinds.time('2024-11-05 08:00:00'),
    max_silence_duration: kinds.whole(25),
    reengagement_interval: kinds.whole(45),
    /**
     * The time of the deletion. The list omits a deleted assistant and no client can talk to it,
     * but its conversations stay.
     */
    deleted_at: kinds.noTime,
    end_call_on_voicemail: kinds.numberFlag(1),
    llm_temperature: kinds.decimal(0.35),
    voice_stability: kinds.decimal(0.75),
    voice_similarity: kinds.decimal(0.85),
    allow_interruptions: kinds.flag(true),
    enable_noise_cancellation: kinds.flag(true),
    endpoint_sensitivity: kinds.decimal(1.8),
    speech_speed: kinds.decimal(1.1),
    endpoint_type: kinds.text('vad'),
    wait_for_customer: kinds.flag(true),
    mode: kinds.text('pipeline'),
    language_id: kinds.whole(1),
    transcriber_provider_id: kinds.whole(null),
    synthesizer_provider_id: kinds.whole(null),
    llm_model_id: kinds.whole(3),
    multimodal_model_id: kinds.whole(null),
    ambient_sound: kinds.text('office'),
    uuid: kinds.uuid,
    send_webhook_only_on_completed: kinds.flag(true),
    include_recording_in_webhook: kinds.flag(false),
    interrupt_sensitivity: kinds.decimal(1.2),
    filler_config: kinds.record,
    knowledgebase_id: kinds.whole(null),
    knowledgebase_mode: kinds.text(null),
    min_interrupt_words: kinds.whole(3),
    ambient_sound_volume: kinds.decimal(0.3),
    widget_settings: kinds.record,
    /** The webhook toggles set this URL. No answer of the API shows it. */
    conversation_ended_webhook_url: kinds.text(null),
  }
}

const empty: { readonly list: PhpValue; readonly record: PhpValue } = {
  list: [],
  record: new Map(),
}

/** An assistant without own values. It fixes the order of the fields. */
const template = fieldsOf({
  id: 1,
  name: '',
  uuid: '-',
  whole: (value) => value,
  decimal: (value): number | null => value,
  text: (value) => value,
  flag: (value) => value,
  numberFlag: (value): number | boolean => value,
  time: (value) => value,
  noTime: null,
  ...empty,
})

let built: ReturnType<typeof buildSchemas> | undefined

/**
 * The schemas are built at their first use. A start needs only the defaults, and building takes a
 * twentieth of its time.
 */
export const assistantSchemas = () => (built ??= buildSchemas())

function buildSchemas() {
  const Assistant = z.strictObject(
    fieldsOf({
      id,
      name: rowText,
      uuid: filledText,
      whole: (value) => z.int().nullable().default(value),
      decimal: (value) => z.number().nullable().default(value),
      text: (value) => z.string().nullable().default(value),
      flag: (value) => z.boolean().default(value),
      numberFlag: (value) => z.union([z.int(), z.boolean()]).default(value),
      time: (value) => dateTime.default(value),
      noTime: dateTime.nullable().default(null),
      list: phpField().prefault([]),
      record: phpField().prefault({}),
    }),
  )
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
