// Reads the values of a dataset's JSON, whatever they mean. Each error names the input.

import type * as z from 'zod'
import { turns } from '../clock/turns.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { IN_OUR_WORDS } from '../problems/problems.ts'
import { type DatasetError, toDatasetError, toJsonError, toRestError } from './dataset.ts'
import { readJsonInTurns } from './json-in-turns.ts'
import { countLines, type JsonReader, type JsonText } from './json-reader.ts'
import { readRow } from './json.ts'
import type { Fault, References } from './references.ts'
import type { SortOrder } from './sort-order.ts'

export type ReadOptions = {
  /** Error messages name the input by it, for example a file name. */
  readonly place: string
  /** `rows` reads the data of one user: it skips users and tokens. Assistants belong to user 0. */
  readonly tables: 'all' | 'rows'
  /** The sort order of the store. A list in the form of an API answer must follow it. */
  readonly order?: SortOrder
  /** Limit for a list in the form of an API answer, which is held in memory. Default 16 MiB. */
  readonly maxListBytes?: number
}

export type StreamSource = ReadOptions & {
  readonly reader: JsonReader
  readonly references: References
}

export const CHECKING: z.core.ParseContext<z.core.$ZodIssue> = {
  ...IN_OUR_WORDS,
  reportInput: true,
}
export const MAX_BYTES = 2 ** 20

export async function readName(source: StreamSource): Promise<string> {
  const { reader } = source
  const piece = await reader.cut(MAX_BYTES)
  if (!piece) throw unknownField(source, 'of more than 1 MiB')
  if (!piece.text.startsWith('"'))
    throw notJson(source, 'expected a property name in double quotes', piece.line)
  const name = String(parsePiece(source, piece))
  if (!(await reader.take(':'))) throw notJson(source, 'expected ":"')
  return name
}

export const unknownField = ({ place }: StreamSource, name: string): DatasetError =>
  toDatasetError(place, [{ path: [], message: `has unknown field ${name}; remove or correct it` }])

export async function readNextName(source: StreamSource): Promise<string | undefined> {
  return (await source.reader.take(',')) ? readName(source) : undefined
}

export async function requireEndOfObject(source: StreamSource): Promise<void> {
  if (!(await source.reader.take('}'))) throw notJson(source, 'expected "," or "}"')
  await requireEnd(source)
}

export async function requireEnd({ place, reader }: StreamSource): Promise<void> {
  const next = await reader.peek()
  if (next !== '') throw toRestError(place, next, reader.line())
}

export function parsePiece({ place }: StreamSource, { text, line, isPlain }: JsonText): unknown {
  try {
    return readRow(text, isPlain)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw toJsonError(place, error.message, line + countLines(text, error.position))
  }
}

/** Parses a long text in steps, so that other work can run in between. */
export async function parseLongPiece(source: StreamSource, piece: JsonText): Promise<unknown> {
  try {
    return await turns.run(readJsonInTurns(piece.text))
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    // The other parser reads the text again, because it knows the place of the fault.
    return parsePiece(source, piece)
  }
}

export const notJson = (
  { place, reader }: StreamSource,
  message: string,
  line = reader.line(),
): DatasetError => toJsonError(place, message, line)

/** Explains why the next value is refused: it has the wrong type, or is not JSON. */
export async function refusalOfValue(source: StreamSource, fault: Fault): Promise<DatasetError> {
  const piece = await source.reader.cut(MAX_BYTES)
  if (piece) parsePiece(source, piece)
  return toDatasetError(source.place, [fault])
}

export function refuse({ place }: StreamSource, faults: readonly Fault[]): void {
  if (faults.length > 0) throw toDatasetError(place, faults)
}
