// The dataset: users, tokens, assistants and conversations. One format for the files in fixtures/, for --dataset, for
// startMock() and for what the generator writes.

import * as z from 'zod'
import { readTables } from './json.ts'
import { checkReference, createUnique, type Fault } from './references.ts'
import { editionNames } from '../editions.ts'
import { AS_GIVEN, toSentence } from '../problems/problems.ts'
import { countLines } from './json-reader.ts'
import { decodeUtf8, EncodingError } from './utf8.ts'
import { fromJavaScript, type PhpValue } from '../php/json.ts'
import { JsonSyntaxError, UNEXPECTED_TEXT } from '../php/json-decode.ts'
import { parseDateTime } from '../php/dates.ts'

/** The depth of json_decode(), less the levels of a dataset above a row's variables. */
const MAX_DEPTH = 508

const id = z.int().positive()
const dateTime = z.string().refine(createDateCheck(), {
  error: 'must be a date that exists, written as YYYY-MM-DD HH:MM:SS',
})
const optionalText = z.string().nullish().transform(orNull)

export const User = z.strictObject({
  id,
  name: z.string().default(''),
  email: z.string().default(''),
})
export type User = z.infer<typeof User>

export const Token = z.strictObject({
  id,
  user_id: id,
  /** The text that clients send after `Bearer `, alone or as `id|plain`. */
  plain: z.string().regex(/^[^\s,|]+$/, { error: 'must be a text without spaces, commas and "|"' }),
  edition: z.enum(editionNames).nullish().transform(orNull),
  expires_at: dateTime.nullish().transform(orNull),
})
export type Token = z.infer<typeof Token>

export const Assistant = z.strictObject({
  id,
  uuid: z.string().min(1),
  user_id: id,
  name: z.string(),
})
export type Assistant = z.infer<typeof Assistant>

export const conversationTypes = ['test', 'widget', 'whatsapp', 'api'] as const

export const Conversation = z.strictObject({
  id,
  uuid: z.string().min(1),
  assistant_id: id,
  type: z.enum(conversationTypes),
  variables: z
    .unknown()
    .optional()
    .refine((value) => !isDeeperThan(value, MAX_DEPTH), {
      error: `must not be nested deeper than ${MAX_DEPTH} levels, which PHP refuses`,
    })
    .transform(toVariables)
    .refine(isFinite, { error: 'must not hold numbers beyond 1.8e308, which JSON cannot say' }),
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
    users: z.array(User).min(1),
    tokens: z.array(Token),
    assistants: z.array(Assistant),
    conversations: z.array(Conversation),
  })
  .check(({ value, issues }) => {
    for (const { path, message } of contradictions(value))
      issues.push({ code: 'custom', input: value, path, message })
  })
export type Dataset = z.infer<typeof Dataset>

/** The conversation as a caller may write it: optional fields may be absent. */
export type DatasetInput = z.input<typeof Dataset>

/** A dataset that cannot be used; the message names the place (file and path) and the fix. */
export class DatasetError extends Error {
  override name = 'DatasetError'
  /** Empty for a text that is no JSON, or cannot be read. */
  readonly faults: readonly Fault[]
  constructor(message: string, faults: readonly Fault[] = []) {
    super(message)
    this.faults = faults
  }
}

/** A DatasetError that lists at most three faults. */
export function toDatasetError(place: string, faults: readonly Fault[]): DatasetError {
  const shown = faults
    .slice(0, 3)
    .map(({ path, message }) => `${z.core.toDotPath(path) || 'the dataset'} ${message}`)
  const more = faults.length > shown.length ? ` (and ${faults.length - shown.length} more)` : ''
  return new DatasetError(`${place}: ${shown.join('; ')}${more}`, faults)
}

/** The problems that zod found with the value at `path`. */
export const toFaults = ({ issues }: z.ZodError, path: readonly PropertyKey[] = []): Fault[] =>
  issues.map((issue) => ({ path: [...path, ...issue.path], message: toSentence(issue) }))

/** A dataset from JSON text. Throws a DatasetError. */
export const parseDatasetText = (text: string, place: string): Dataset =>
  parseDataset(readValue(text, place), place)

/** The value of JSON text. PHP's reading keeps the order of keys and integers up to 64 bits. Throws a DatasetError. */
export function readValue(text: string, place: string): unknown {
  try {
    return readTables(text)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    const line = 1 + countLines(text, error.position)
    if (error.message === UNEXPECTED_TEXT)
      throw toRestError(place, text[error.position] ?? '', line)
    throw toJsonError(place, error.message, line)
  }
}

export const toJsonError = (place: string, message: string, line: number): DatasetError =>
  new DatasetError(`${place} is not JSON: ${message} in line ${line}`)

/** For what follows a whole value; concatenated files and JSON lines go on with one more. */
export function toRestError(place: string, next: string, line: number): DatasetError {
  if (next !== '{' && next !== '[') return toJsonError(place, UNEXPECTED_TEXT, line)
  return new DatasetError(
    `${place} holds several JSON values, the second in line ${line}; make one list of them, for example with jq -s`,
  )
}

/** The text of bytes. Throws a DatasetError. */
export function decodeText(bytes: Uint8Array, place: string): string {
  try {
    return decodeUtf8(bytes)
  } catch (error) {
    throw error instanceof EncodingError ? new DatasetError(`${place} ${error.message}`) : error
  }
}

/** A dataset from a value. Throws a DatasetError that lists at most three faults. */
export function parseDataset(value: unknown, place: string): Dataset {
  const result = Dataset.safeParse(value, AS_GIVEN)
  if (result.success) return result.data
  throw toDatasetError(place, toFaults(result.error))
}

const CLOCK = /^ (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

/** Most rows are of the same day as the one before, which then needs no second look at the calendar. */
function createDateCheck() {
  let day = ''

  return function isDateTime(text: string): boolean {
    if (text.slice(0, 10) === day && CLOCK.test(text.slice(10))) return true
    if (parseDateTime(text) === undefined) return false
    day = text.slice(0, 10)
    return true
  }
}

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (
    levels === 0 ||
    (value instanceof Map ? [...value.values()] : Object.values(value)).some((item) =>
      isDeeperThan(item, levels - 1),
    )
  )
}

/** Whether PHP could encode the value. */
function isFinite(value: PhpValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value !== 'object' || [...value.values()].every(isFinite)
}

function toVariables(value: unknown): PhpValue {
  return fromJavaScript(value)
}

function contradictions({
  users,
  tokens,
  assistants,
  conversations,
}: z.output<typeof Dataset>): Fault[] {
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
  ]
}

const duplicates = <K extends string>(
  table: string,
  rows: readonly Record<K, unknown>[],
  key: K,
): Fault[] => rows.flatMap(createUnique(table, key))

function dangling<K extends string>(
  table: string,
  rows: readonly Record<K, number>[],
  key: K,
  targets: readonly { id: number }[],
): Fault[] {
  const known = new Set(targets.map((target) => target.id))
  return rows.flatMap((row, index) => checkReference([table, index, key], row, known))
}
