// Reads JSON lines: one JSON value after the other. A value may span several lines.

import * as z from 'zod'
import {
  Assistant,
  Conversation,
  DatasetError,
  toJsonError,
  Token,
  User,
} from '../dataset/dataset.ts'
import { refuseFailure } from '../dataset/given.ts'
import { readRow } from '../dataset/json.ts'
import { filledText, rowText } from '../dataset/row-bounds.ts'
import { createUsualRowReader } from '../dataset/usual-row.ts'
import { countLines, createJsonReader, type JsonText } from '../dataset/json-reader.ts'
import { BATCH } from '../dataset/parts.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { IN_OUR_WORDS, toSentence } from '../problems/problems.ts'
import type { ProblemList } from './problem-list.ts'
import type { GivenRow } from './row-assembly.ts'

const { shape } = Conversation
const Party = z.object({ name: rowText.nullish(), phone: rowText.nullish() }).nullable()

/** A row in the form of the API, where the id is a uuid, or in the form of a dataset. */
const LineRow = z.object({
  id: z.union([shape.id, filledText]).exactOptional(),
  uuid: shape.uuid.exactOptional(),
  assistant_id: z.union([shape.assistant_id, filledText]).exactOptional(),
  assistant_name: rowText.exactOptional(),
  type: shape.type.exactOptional(),
  variables: shape.variables.exactOptional(),
  external_identifier: shape.external_identifier.exactOptional(),
  message_count: shape.message_count.exactOptional(),
  total_cost: shape.total_cost.exactOptional(),
  ai_enabled: shape.ai_enabled.exactOptional(),
  whatsapp_sender_name: shape.whatsapp_sender_name.exactOptional(),
  whatsapp_sender_phone: shape.whatsapp_sender_phone.exactOptional(),
  customer_name: shape.customer_name.exactOptional(),
  customer_phone: shape.customer_phone.exactOptional(),
  created_at: shape.created_at.exactOptional(),
  updated_at: shape.updated_at.exactOptional(),
  whatsapp_sender: Party.exactOptional(),
  customer: Party.exactOptional(),
})

const known = new Set(Object.keys(LineRow.shape))

/** A line that describes a user, token or assistant for the conversations: {"assistant": {…}}. */
const Declared = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), row: User }),
  z.object({ kind: z.literal('token'), row: Token }),
  z.object({
    kind: z.literal('assistant'),
    row: Assistant.extend({ user_id: Assistant.shape.user_id.default(1) }),
  }),
])
export type Declaration = z.output<typeof Declared> & { readonly line: number }

export type Line = GivenRow | Declaration

type LinesOptions = {
  readonly file: string
  readonly problems: ProblemList
  /** Called with the name of each field that is not a field of a row. */
  readonly onUnknown: (name: string) => void
}

export type JsonValue = { readonly value: unknown; readonly line: number }

/**
 * Yields the values of a file in batches, each value at most 64 MiB. The values of a batch arrived in
 * one chunk. Throws a DatasetError for invalid JSON.
 */
export async function* readValues(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<JsonValue[]> {
  const reader = createJsonReader(chunks)
  try {
    while ((await reader.peek()) !== '') {
      const first = await reader.cut(MAX_BYTES)
      if (!first) throw new DatasetError(`${file}: line ${reader.line()} is longer than 64 MiB`)
      const batch = [parse(first, file)]
      while (batch.length < BATCH) {
        const next = reader.cutAtOnce(MAX_BYTES)
        if (!next) break
        batch.push(parse(next, file))
      }
      yield batch
    }
  } finally {
    await reader.close()
  }
}

function parse({ text, line, isPlain }: JsonText, file: string): JsonValue {
  try {
    if (text === '') throw new JsonSyntaxError('a value is missing', 0)
    return { value: readRow(text, isPlain), line }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw toJsonError(file, error.message, line + countLines(text, error.position))
  }
}

/** Large, because a whole answer of the API may stand in one line. */
const MAX_BYTES = 2 ** 26

/** Undefined means that the value is invalid and was added to `problems`. */
export function toLine({ value, line }: JsonValue, options: LinesOptions): Line | undefined {
  const { file, problems, onUnknown } = options
  refuseFailure({ value, name: `${file}, line ${line}` })
  const declared = declarationIn(value)
  if (declared) return toDeclaration(declared, line, problems)
  const usual = readUsualLine(value, line)
  if (usual) return usual
  const result = LineRow.safeParse(value, CHECKING)
  if (!result.success) {
    for (const issue of result.error.issues)
      problems.add(line, z.core.toDotPath(issue.path), toSentence(issue))
    return undefined
  }
  for (const name in Object(value)) if (!known.has(name)) onUnknown(name)
  return toGivenRow(result.data, line)
}

const CHECKING = { ...IN_OUR_WORDS, reportInput: true } as const

const readUsualRow = createUsualRowReader(['assistant_name'])

function readUsualLine(value: unknown, line: number): GivenRow | undefined {
  const row = readUsualRow(value)
  const name: unknown = Object(value).assistant_name
  if (!row || (name !== undefined && typeof name !== 'string')) return undefined
  // V8 copies the row in a sixth of the time when it comes first.
  return { ...row, line, assistant_name: name }
}

function toGivenRow(data: z.output<typeof LineRow>, line: number): GivenRow {
  const { id, uuid, whatsapp_sender: sender, customer, ...fields } = data
  return {
    line,
    ...fields,
    ...(typeof id === 'number' && { id }),
    uuid: uuid ?? (typeof id === 'string' ? id : undefined),
    ...(sender && {
      whatsapp_sender_name: sender.name ?? null,
      whatsapp_sender_phone: sender.phone ?? null,
    }),
    ...(customer && {
      customer_name: customer.name ?? null,
      customer_phone: customer.phone ?? null,
    }),
  }
}

const kinds = ['user', 'token', 'assistant'] as const
type Kind = (typeof kinds)[number]

function declarationIn(value: unknown): [Kind, unknown] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const kind = kinds.find((each) => Object.hasOwn(value, each))
  if (kind === undefined) return undefined
  const [row, ...others]: readonly unknown[] = Object.values(value)
  return others.length === 0 ? [kind, row] : undefined
}

function toDeclaration(
  [kind, value]: [Kind, unknown],
  line: number,
  problems: ProblemList,
): Declaration | undefined {
  const result = Declared.safeParse({ kind, row: value }, CHECKING)
  if (result.success) return { ...result.data, line }
  for (const { path, ...issue } of result.error.issues)
    problems.add(line, z.core.toDotPath([kind, ...path.slice(1)]), toSentence({ path, ...issue }))
  return undefined
}
