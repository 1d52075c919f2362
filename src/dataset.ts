// The dataset: users, tokens, assistants and conversations. One format for the files in fixtures/, for --dataset, for
// startMock() and for what the generator writes.

import * as z from 'zod'
import { editionNames } from './editions.ts'
import { toSentence } from './issues.ts'
import { fromJavaScript, type PhpValue } from './php/json.ts'
import { JsonSyntaxError, parseJson } from './php/json-decode.ts'
import { parseDateTime } from './php/dates.ts'

/** The depth of json_decode(), less the levels of a dataset above a row's variables. */
const MAX_DEPTH = 509

const id = z.int().positive()
const dateTime = z
  .string()
  .refine((text) => parseDateTime(text) !== undefined, { error: 'must be a date that exists, written as YYYY-MM-DD HH:MM:SS' })
const optionalText = z.string().nullish().transform(orNull)

export const User = z.strictObject({ id, name: z.string().default(''), email: z.string().default('') })
export type User = z.infer<typeof User>

export const Token = z.strictObject({
  id,
  user_id: id,
  /** What clients send after `Bearer `, alone or as `id|plain`. */
  plain: z.string().regex(/^[^\s,|]+$/, { error: 'must be a text without spaces, commas and "|"' }),
  edition: z.enum(editionNames).nullish().transform(orNull),
  expires_at: dateTime.nullish().transform(orNull),
})
export type Token = z.infer<typeof Token>

export const Assistant = z.strictObject({ id, uuid: z.string().min(1), user_id: id, name: z.string() })
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
    .refine((value) => !isDeeperThan(value, MAX_DEPTH), { error: `must not be nested deeper than ${MAX_DEPTH} levels, which PHP refuses` })
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
    for (const { path, message } of contradictions(value)) issues.push({ code: 'custom', input: value, path, message })
  })
export type Dataset = z.infer<typeof Dataset>

/** What a caller may write: optional fields may be absent. */
export type DatasetInput = z.input<typeof Dataset>

/** A dataset that cannot be used; the message names the place (file and path) and the fix. */
export class DatasetError extends Error {
  override name = 'DatasetError'
}

/** What JavaScript's reading would change: the order of integer keys, large integers, -0 and half surrogate pairs. */
const NEEDS_PHP = /"-?\d+"\s*:|\d{16}|-0|\\u[dD][89a-fA-F]/

/** A dataset from JSON text. PHP's reading keeps the order of keys and integers up to 64 bits. Throws a DatasetError. */
export function parseDatasetText(text: string, place: string): Dataset {
  try {
    return parseDataset(readJson(text), place)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    const line = text.slice(0, error.position).split('\n').length
    throw new DatasetError(`${place} is not JSON: ${error.message} in line ${line}`)
  }
}

function readJson(text: string): unknown {
  if (!NEEDS_PHP.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // Read again by the parser that knows the place of the fault.
    }
  }
  return toRecords(parseJson(text))
}

/** A dataset from a value. Throws a DatasetError that lists at most three faults. */
export function parseDataset(value: unknown, place: string): Dataset {
  const result = Dataset.safeParse(value, { jitless: true })
  if (result.success) return result.data
  const issues = result.error.issues
  const shown = issues.slice(0, 3).map((issue) => `${z.core.toDotPath(issue.path) || 'the dataset'} ${toSentence(issue)}`)
  const more = issues.length > shown.length ? ` (and ${issues.length - shown.length} more)` : ''
  throw new DatasetError(`${place}: ${shown.join('; ')}${more}`)
}

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || (value instanceof Map ? [...value.values()] : Object.values(value)).some((item) => isDeeperThan(item, levels - 1))
}

/** Whether PHP could encode the value. */
function isFinite(value: PhpValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value !== 'object' || [...value.values()].every(isFinite)
}

function toVariables(value: unknown): PhpValue {
  return fromJavaScript(value)
}

/** Maps down to the rows become objects; what lies inside a row (variables) stays as PHP holds it. */
function toRecords(root: PhpValue): unknown {
  if (!(root instanceof Map)) return root
  const tables = [...root].map(([name, rows]) => [
    name,
    Array.isArray(rows) ? rows.map((row) => (row instanceof Map ? Object.fromEntries(row) : row)) : rows,
  ])
  return Object.fromEntries(tables)
}

type Contradiction = { path: (string | number)[]; message: string }

function contradictions({ users, tokens, assistants, conversations }: z.output<typeof Dataset>): Contradiction[] {
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

function duplicates<K extends string>(table: string, rows: readonly Record<K, unknown>[], key: K): Contradiction[] {
  const seen = new Map<unknown, number>()
  const found: Contradiction[] = []
  rows.forEach((row, index) => {
    const first = seen.get(row[key])
    if (first === undefined) seen.set(row[key], index)
    else found.push({ path: [table, index, key], message: `is already used by ${table}[${first}]; it must be unique` })
  })
  return found
}

function dangling<K extends string>(
  table: string,
  rows: readonly Record<K, number>[],
  key: K,
  targets: readonly { id: number }[],
): Contradiction[] {
  const known = new Set(targets.map((target) => target.id))
  return rows.flatMap((row, index) =>
    known.has(row[key])
      ? []
      : [{ path: [table, index, key], message: `names ${row[key]}, which does not exist; add it or correct the reference` }],
  )
}
