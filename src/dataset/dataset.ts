// The dataset: users, tokens, assistants and conversations. The fixtures, --dataset, startMock()
// and the generator share this format.

import * as z from 'zod'
import { readTables } from './json.ts'
import { findContradictions } from './contradictions.ts'
import {
  DatasetError,
  toDatasetError,
  toJsonError,
  toProblems,
  toRestError,
} from './dataset-error.ts'
import { editionNames } from '../editions.ts'
import { AS_GIVEN } from '../problems/problems.ts'
import { countLines } from './json-reader.ts'
import { decodeUtf8, EncodingError } from './utf8.ts'
import { JsonSyntaxError, UNEXPECTED_TEXT } from '../php/json-decode.ts'
import { assistantSchemas } from './assistant.ts'
import { DEFAULT_BALANCE } from './balance.ts'
import { CaptureNote } from './captured.ts'
import { conversationTypes } from './conversation-types.ts'
import { dateTime, id, orNull } from './fields.ts'
import { MessageRow } from './message.ts'
import { filledText, rowJson, rowText } from './row-bounds.ts'

export { conversationTypes } from './conversation-types.ts'
export {
  DatasetError,
  toDatasetError,
  toJsonError,
  toProblems,
  toRestError,
} from './dataset-error.ts'

export const { Assistant } = assistantSchemas()
export type Assistant = z.infer<typeof Assistant>

const optionalText = rowText.nullish().transform(orNull)

export const User = z.strictObject({
  id,
  name: z.string().default(''),
  email: z.string().default(''),
  total_balance: z.number().default(DEFAULT_BALANCE),
})
export type User = z.infer<typeof User>

export const Token = z.strictObject({
  id,
  user_id: id,
  /** The text that clients send after `Bearer `, as `plain` or `id|plain`. */
  plain: z.string().regex(/^[^\s,|]+$/, { error: 'must be a text without spaces, commas and "|"' }),
  edition: z.enum(editionNames).nullish().transform(orNull),
  expires_at: dateTime.nullish().transform(orNull),
})
export type Token = z.infer<typeof Token>

export const Conversation = z.strictObject({
  id,
  uuid: filledText,
  assistant_id: id,
  type: z.enum(conversationTypes),
  variables: rowJson(),
  external_identifier: optionalText,
  message_count: z.int().nonnegative(),
  total_cost: z.union([z.number(), z.bigint().transform(Number)]),
  ai_enabled: z.boolean(),
  whatsapp_sender_name: optionalText,
  whatsapp_sender_phone: optionalText,
  customer_name: optionalText,
  customer_phone: optionalText,
  created_at: dateTime,
  updated_at: dateTime,
})
export type Conversation = z.infer<typeof Conversation>

export const Dataset = z
  .strictObject({
    /** The path of the JSON schema, for editors. */
    $schema: z.string().exactOptional(),
    users: z.array(User).min(1),
    tokens: z.array(Token),
    assistants: z.array(Assistant),
    conversations: z.array(Conversation),
    /**
     * All messages of the conversations. Without this table the mock generates the messages from
     * before its start.
     */
    messages: z.array(MessageRow).exactOptional(),
    /** The messages that follow the generated ones. */
    added_messages: z.array(MessageRow).exactOptional(),
    /** The note of a capture. The mock does not use it. */
    captured: CaptureNote.exactOptional(),
  })
  .check(({ value, issues }) => {
    for (const { path, message } of findContradictions(value))
      issues.push({ code: 'custom', input: value, path, message })
  })
export type Dataset = z.infer<typeof Dataset>

/** A dataset as a caller writes it: optional fields can be absent. */
export type DatasetInput = z.input<typeof Dataset>

/** Parses a dataset from JSON text. Throws a DatasetError. */
export const parseDatasetText = (text: string, name: string): Dataset =>
  parseDataset(readValue(text, name), name)

/**
 * Parses JSON text. Like PHP, it keeps the order of keys and 64-bit integers. Throws a
 * DatasetError.
 */
export function readValue(text: string, name: string): unknown {
  try {
    return readTables(text)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    const line = 1 + countLines(text, error.position)
    if (error.message === UNEXPECTED_TEXT) throw toRestError(name, text[error.position] ?? '', line)
    throw toJsonError(name, error.message, line)
  }
}

/** Decodes UTF-8 bytes. Throws a DatasetError. */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return decodeUtf8(bytes)
  } catch (error) {
    throw error instanceof EncodingError ? new DatasetError(`${name} ${error.message}`) : error
  }
}

/** Checks a value as a dataset. Throws a DatasetError that lists at most three problems. */
export function parseDataset(value: unknown, name: string): Dataset {
  const result = Dataset.safeParse(value, AS_GIVEN)
  if (result.success) return result.data
  throw toDatasetError(name, toProblems(result.error))
}
