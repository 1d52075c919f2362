// Reads the values of a dataset's JSON, whatever they mean. Each error names the input.

import type * as z from 'zod'
import { turns } from '../clock/turns.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { IN_OUR_WORDS } from '../problems/problems.ts'
import { type DatasetError, toDatasetError, toJsonError, toRestError } from './dataset.ts'
import { readJsonInTurns } from './json-in-turns.ts'
import { countLines, type JsonReader, type JsonText } from './json-reader.ts'
import { readRow } from './json.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import type { References } from './references.ts'
import type { SortOrder } from './sort-order.ts'

export type ReadOptions = {
  /** Error messages name the input by it, for example a file name. */
  readonly name: string
  /** `rows` reads the data of one user: it skips users and tokens. Assistants belong to user 0. */
  readonly tables: 'all' | 'rows'
  /** The sort order of the store. A list in the form of an API answer must follow it. */
  readonly order?: SortOrder
  /** Limit for a list in the form of an API answer, which is held in memory. Default 16 MiB. */
  readonly maxListBytes?: number
}

export type StreamedInput = ReadOptions & {
  readonly reader: JsonReader
  readonly references: References
}

export const CHECKING: z.core.ParseContext<z.core.$ZodIssue> = {
  ...IN_OUR_WORDS,
  reportInput: true,
}
export const MAX_BYTES = 2 ** 20

export async function readName(input: StreamedInput): Promise<string> {
  const { reader } = input
  const piece = await reader.cut(MAX_BYTES)
  if (!piece) throw unknownField(input, 'of more than 1 MiB')
  if (!piece.text.startsWith('"'))
    throw notJson(input, 'expected a property name in double quotes', piece.line)
  const name = String(parsePiece(input, piece))
  if (!(await reader.take(':'))) throw notJson(input, 'expected ":"')
  return name
}

export const unknownField = ({ name }: StreamedInput, field: string): DatasetError =>
  toDatasetError(name, [{ path: [], message: `has unknown field ${field}; remove or correct it` }])

export async function readNextName(input: StreamedInput): Promise<string | undefined> {
  return (await input.reader.take(',')) ? readName(input) : undefined
}

export async function requireEndOfObject(input: StreamedInput): Promise<void> {
  if (!(await input.reader.take('}'))) throw notJson(input, 'expected "," or "}"')
  await requireEnd(input)
}

export async function requireEnd({ name, reader }: StreamedInput): Promise<void> {
  const next = await reader.peek()
  if (next !== '') throw toRestError(name, next, reader.line())
}

export function parsePiece({ name }: StreamedInput, { text, line, isPlain }: JsonText): unknown {
  try {
    return readRow(text, isPlain)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw toJsonError(name, error.message, line + countLines(text, error.position))
  }
}

/** Parses a long text in steps, so that other work can run in between. */
export async function parseLongPiece(input: StreamedInput, piece: JsonText): Promise<unknown> {
  try {
    return await turns.run(readJsonInTurns(piece.text))
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    // The other parser reads the text again, because it knows the place of the problem.
    return parsePiece(input, piece)
  }
}

export const notJson = (
  { name, reader }: StreamedInput,
  message: string,
  line = reader.line(),
): DatasetError => toJsonError(name, message, line)

/** Explains why the next value is refused: it has the wrong type, or is not JSON. */
export async function refusalOfValue(
  input: StreamedInput,
  problem: InputProblem,
): Promise<DatasetError> {
  const piece = await input.reader.cut(MAX_BYTES)
  if (piece) parsePiece(input, piece)
  return toDatasetError(input.name, [problem])
}

export function refuse({ name }: StreamedInput, problems: readonly InputProblem[]): void {
  if (problems.length > 0) throw toDatasetError(name, problems)
}
