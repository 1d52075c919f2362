// Assembles the parts of a dataset from the rows of a file. It holds the first rows in memory,
// because their dates decide how rows without an id are numbered.

import type { Conversation } from '../dataset/dataset.ts'
import type { DatasetPart } from '../dataset/parts.ts'
import { createDeclarations } from './declarations.ts'
import type { Line } from './json-lines.ts'
import type { LineIndex } from './line-index.ts'
import { createNumbering, DECIDING_ROWS } from './numbering.ts'
import type { ProblemList } from './problem-list.ts'
import { createAssistantList, type GivenRow, toConversation } from './row-assembly.ts'

/** Rows of a file, before they have their ids and assistants. */
export type GivenRows = { readonly rows: AsyncGenerator<Line[]>; readonly problems: ProblemList }

type AssemblyOptions = {
  readonly lines: LineIndex
  /** Resolves to the number of rows or more. Absent if the number is unknown before reading. */
  readonly countRows?: (() => Promise<number>) | undefined
}

/** Rejects with a DatasetError that lists the problems of the rows. */
export async function* assembleParts(
  { rows, problems }: GivenRows,
  { lines, countRows }: AssemblyOptions,
): AsyncGenerator<DatasetPart> {
  const declarations = createDeclarations(problems.add)
  const assistants = createAssistantList(problems.add)
  let firstRow: GivenRow | undefined
  let idOf: ((index: number) => number) | undefined
  let count = 0
  let held: GivenRow[] = []

  function* write(given: readonly GivenRow[]): Generator<DatasetPart> {
    const made: Conversation[] = []
    const first = count
    for (const row of given) {
      const owner = assistants.of(row)
      const id = row.id ?? idOf?.(count)
      if (!owner || id === undefined) continue
      if (owner.isNew) yield { table: 'assistants', rows: [owner.assistant], first: 0 }
      made.push(toConversation(row, { id, assistantId: owner.assistant.id }))
      lines.add(row.line)
      count++
    }
    // After a problem, reading continues only to find more problems.
    if (problems.isEmpty()) yield { table: 'conversations', rows: made, first }
  }

  function take(line: Line): DatasetPart | undefined {
    if ('kind' in line) {
      if (firstRow) problems.add(line.line, line.kind, 'must stand before all conversations')
      else if (line.kind === 'assistant') assistants.declare(line.row, line.line)
      return declarations.add(line)
    }
    firstRow ??= line
    if (problems.isEmpty() && (line.id === undefined) !== (firstRow.id === undefined))
      problems.add(
        line.line,
        'id',
        `is ${line.id === undefined ? 'missing' : 'given'}, unlike in line ${firstRow.line}`,
      )
    held.push(line)
    return undefined
  }

  async function* writeHeld(): AsyncGenerator<DatasetPart> {
    if (!declarations.isOver()) yield* declarations.end(assistants.belongTo)
    if (held.length > 0) idOf ??= await createNumbering(held, countRows)
    yield* write(held)
    held = []
  }

  for await (const batch of rows) {
    for (const line of batch) {
      const part = take(line)
      if (part) yield part
    }
    if (declarations.isOver() || held.length >= DECIDING_ROWS) yield* writeHeld()
  }
  yield* writeHeld()
  problems.requireNone()
}
