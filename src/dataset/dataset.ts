// The dataset: users, tokens, assistants and conversations. The fixtures, --dataset, startMock()
// and the generator share this format.

import * as z from 'zod'
import { readTables } from './json.ts'
import { checkReference, createUnique, TWO_TABLES } from './references.ts'
import { editionNames } from '../editions.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import { AS_GIVEN, toSentence } from '../problems/problems.ts'
import { countLines } from './json-reader.ts'
import { decodeUtf8, EncodingError } from './utf8.ts'
import { JsonSyntaxError, UNEXPECTED_TEXT } from '../php/json-decode.ts'
import { Assistant } from './assistant.ts'
import { DEFAULT_BALANCE } from './balance.ts'
import { CaptureNote } from './captured.ts'
import { dateTime, id, orNull } from './fields.ts'
import { MessageRow } from './message.ts'
import { phpField } from './php-field.ts'

export { Assistant } from './assistant.ts'

const optionalText = z.string().nullish().transform(orNull)

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

export const conversationTypes = ['test', 'widget', 'whatsapp', 'api'] as const

export const Conversation = z.strictObject({
  id,
  uuid: z.string().min(1),
  assistant_id: id,
  type: z.enum(conversationTypes),
  variables: phpField(),
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
    for (const { path, message } of contradictions(value))
      issues.push({ code: 'custom', input: value, path, message })
  })
export type Dataset = z.infer<typeof Dataset>

/** A dataset as a caller writes it: optional fields can be absent. */
export type DatasetInput = z.input<typeof Dataset>

/**
 * The error for a dataset that the mock cannot use. Its message names the file, the path and the
 * fix.
 */
export class DatasetError extends Error {
  override name = 'DatasetError'
  /** Empty when the text is not JSON or not readable. */
  readonly problems: readonly InputProblem[]
  constructor(message: string, problems: readonly InputProblem[] = []) {
    super(message)
    this.problems = problems
  }
}

/** Makes a DatasetError that lists at most three problems. */
export function toDatasetError(name: string, problems: readonly InputProblem[]): DatasetError {
  const shown = problems
    .slice(0, 3)
    .map(({ path, message }) => `${z.core.toDotPath(path) || 'the dataset'} ${message}`)
  const more = problems.length > shown.length ? ` (and ${problems.length - shown.length} more)` : ''
  return new DatasetError(`${name}: ${shown.join('; ')}${more}`, problems)
}

/** The problems that zod found in the value at `path`. */
export const toProblems = (
  { issues }: z.ZodError,
  path: readonly PropertyKey[] = [],
): InputProblem[] =>
  issues.map((issue) => ({ path: [...path, ...issue.path], message: toSentence(issue) }))

export { toProblems as toFaults }

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

export const toJsonError = (name: string, message: string, line: number): DatasetError =>
  new DatasetError(`${name} is not JSON: ${message} in line ${line}`)

/**
 * The error for text after a complete value. JSON Lines and concatenated files have a second value
 * there.
 */
export function toRestError(name: string, next: string, line: number): DatasetError {
  if (next !== '{' && next !== '[') return toJsonError(name, UNEXPECTED_TEXT, line)
  return new DatasetError(
    `${name} holds several JSON values, the second in line ${line}; make one list of them, for example with jq -s`,
  )
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

function contradictions({
  users,
  tokens,
  assistants,
  conversations,
  messages,
  added_messages,
}: z.output<typeof Dataset>): InputProblem[] {
  return [
    ...duplicates('users', users, 'id'),
    ...duplicates('tokens', tokens, 'id'),
    ...duplicates('tokens', tokens, 'plain'),
    ...duplicates('assistants', assistants, 'id'),
    ...duplicates('assistants', assistants, 'uuid'),
    ...duplicates('conversations', conversations, 'id'),
    ...duplicates('conversations', conversations, 'uuid'),
    ...dangling('tokens', tokens, 'user_id', users),
    ...dangling('assistants', assistants, 'user_id', users),
    ...dangling('conversations', conversations, 'assistant_id', assistants),
    ...messageProblems('messages', messages, conversations),
    ...messageProblems('added_messages', added_messages, conversations),
    ...(messages && added_messages ? [{ path: ['added_messages'], message: TWO_TABLES }] : []),
  ]
}

const messageProblems = (
  table: string,
  rows: readonly MessageRow[] = [],
  conversations: readonly Conversation[],
): InputProblem[] => [
  ...duplicates(table, rows, 'id'),
  ...dangling(table, rows, 'conversation_id', conversations),
]

const duplicates = <K extends string>(
  table: string,
  rows: readonly Record<K, unknown>[],
  key: K,
): InputProblem[] => rows.flatMap(createUnique(table, key))

function dangling<K extends string>(
  table: string,
  rows: readonly Record<K, number>[],
  key: K,
  targets: readonly { id: number }[],
): InputProblem[] {
  const known = new Set(targets.map((target) => target.id))
  return rows.flatMap((row, index) => checkReference([table, index, key], row, known))
}
