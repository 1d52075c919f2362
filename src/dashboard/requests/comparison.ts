// Compares two answers: the rows that are in both, and other differences.

import { isRecord, type Item, parse } from '../conversations/reading.ts'

export type Answer = {
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type ComparedRow = {
  /** The row's id, or the whole row as JSON when it has no id. */
  readonly key: string
  readonly row: Item
  /** The index of the same row in the other answer, from 0; undefined when it is not there. */
  readonly twin: number | undefined
  /** The names of the fields that differ in the other answer. */
  readonly changed: readonly string[]
}

export type ComparedLists = {
  readonly left: readonly ComparedRow[]
  readonly right: readonly ComparedRow[]
}

/** `left` and `right`: undefined when only the other answer has the value. */
type Difference = {
  readonly name: string
  readonly left: string | undefined
  readonly right: string | undefined
}

export type Comparison = {
  /** Undefined unless both answers are lists. */
  readonly lists: ComparedLists | undefined
  /**
   * The first MOST_DIFFERENCES differences, without those between rows of lists. `further`: the
   * number of the others.
   */
  readonly differences: readonly Difference[]
  readonly further: number
}

const MOST_DIFFERENCES = 200
/** Deeper values are compared as JSON. Real answers nest a few levels, hostile ones thousands. */
const DEEPEST = 40

export function compare(left: Answer, right: Answer): Comparison {
  const [mine, theirs] = [left, right].map(({ body }) => parse(body).value)
  const lists = compareLists(rowsOf(mine), rowsOf(theirs))
  const facts = [left, right].map((answer, side) =>
    factsOf(answer, { body: side === 0 ? mine : theirs, isList: lists !== undefined }),
  )
  const differences = differencesOf(facts[0] ?? new Map(), facts[1] ?? new Map())
  return {
    lists,
    differences: differences.slice(0, MOST_DIFFERENCES),
    further: Math.max(0, differences.length - MOST_DIFFERENCES),
  }
}

function rowsOf(body: unknown): readonly Item[] | undefined {
  const data = isRecord(body) ? body['data'] : undefined
  return Array.isArray(data) ? data.filter(isRecord) : undefined
}

function compareLists(
  left: readonly Item[] | undefined,
  right: readonly Item[] | undefined,
): ComparedLists | undefined {
  return left && right && { left: compareRows(left, right), right: compareRows(right, left) }
}

function compareRows(own: readonly Item[], others: readonly Item[]): ComparedRow[] {
  const indexes = new Map(others.map((row, index) => [keyOf(row), index]))
  return own.map((row) => {
    const key = keyOf(row)
    const twin = indexes.get(key)
    const other = twin === undefined ? undefined : others[twin]
    return { key, row, twin, changed: other === undefined ? [] : changedFields(row, other) }
  })
}

const keyOf = (row: Item): string => {
  const { id } = row
  return typeof id === 'string' || typeof id === 'number' ? String(id) : textOf(row)
}

/** The value as JSON, or a note when it nests too deep for JSON.stringify(). */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '(nests too deep)'
  }
}

const changedFields = (row: Item, other: Item): string[] =>
  [...new Set([...Object.keys(row), ...Object.keys(other)])].filter(
    (field) => textOf(row[field]) !== textOf(other[field]),
  )

type Facts = ReadonlyMap<string, string>

function factsOf(
  { status, headers, body: text }: Answer,
  { body, isList }: { readonly body: unknown; readonly isList: boolean },
): Facts {
  const facts = new Map([['status', String(status ?? 'cut')]])
  for (const [name, value] of Object.entries(headers)) facts.set(name.toLowerCase(), value)
  if (body === undefined) facts.set('body', text)
  else addValues(facts, body, { path: '', depth: 0, isList })
  return facts
}

type Position = { readonly path: string; readonly depth: number; readonly isList: boolean }

function addValues(facts: Map<string, string>, value: unknown, position: Position): void {
  const { path, depth, isList } = position
  if (typeof value !== 'object' || value === null || depth > DEEPEST) {
    facts.set(path === '' ? 'body' : path, textOf(value))
    return
  }
  for (const [name, part] of Object.entries(value)) {
    if (isList && depth === 0 && name === 'data') continue
    const next = path === '' ? name : `${path}.${name}`
    addValues(facts, part, { path: next, depth: depth + 1, isList })
  }
}

function differencesOf(left: Facts, right: Facts): Difference[] {
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => ({ name, left: left.get(name), right: right.get(name) }))
}
