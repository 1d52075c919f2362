// Sorts answers of the API, and derives numeric ids from the order of their rows.

import { mapInTurns, type Work } from '../clock/turns.ts'
import type { Answer } from './list-answers.ts'

/**
 * Sorts by page number or by cursor, if all answers have one and all differ. Otherwise it keeps the
 * given order.
 */
export function* orderAnswers(answers: readonly Answer[]): Work<Answer[]> {
  const byPage = answers.map(({ body }) => body['current_page'])
  if (byPage.every((page) => typeof page === 'number') && isEachOnce(byPage))
    return sortBy(answers, byPage.map(toPageKey))
  const byCursor = yield* mapInTurns(answers, ({ body }) => toCursorKey(body['prev_cursor']))
  if (byCursor.every((key) => key !== undefined) && isEachOnce(byCursor))
    return sortBy(answers, byCursor)
  return [...answers]
}

/**
 * Gives descending ids to rows in the order of the list. A cursor holds the id of the first or last
 * row of its answer. The other ids count from there. Without cursors, the last row gets id 1.
 */
export function* toIds(uuids: readonly string[], answers: readonly Answer[]): Work<number[]> {
  const known = new Map((yield* mapInTurns(answers, knownIds)).flat())
  const rising = uuids.toReversed()
  yield
  const first = rising.findIndex((uuid) => known.has(uuid))
  const start = first < 0 ? 1 : (known.get(rising[first] ?? '') ?? 0) - first
  const ids = yield* countUp(rising, start, known)
  return (ids ?? rising.map((_, index) => index + 1)).toReversed()
}

/** Undefined when the ids from cursors do not rise, or when an id is below 1. */
function* countUp(
  uuids: readonly string[],
  start: number,
  known: ReadonlyMap<string, number>,
): Work<number[] | undefined> {
  const ids: number[] = []
  let next = start
  for (const uuid of uuids) {
    const id = known.get(uuid) ?? next
    if (id < next || id < 1 || !Number.isSafeInteger(id)) return undefined
    ids.push(id)
    next = id + 1
    yield
  }
  return ids
}

function knownIds({ body, rows }: Answer): [string, number][] {
  const ends = [
    [rows[0], body['prev_cursor']],
    [rows.at(-1), body['next_cursor']],
  ] as const
  return ends.flatMap(([row, cursor]) => {
    const { uuid, id } = { uuid: uuidOf(row), id: readCursor(cursor)?.id }
    return uuid === undefined || id === undefined ? [] : [[uuid, id]]
  })
}

const uuidOf = (row: unknown): string | undefined =>
  typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string'
    ? row.id
    : undefined

type Cursor = { readonly id: number; readonly createdAt: string }

/** The id and time in Laravel's cursor; undefined for another text. */
function readCursor(cursor: unknown): Cursor | undefined {
  if (typeof cursor !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      typeof value !== 'object' ||
      value === null ||
      !('id' in value) ||
      typeof value.id !== 'number'
    )
      return undefined
    return { id: value.id, createdAt: 'created_at' in value ? String(value.created_at) : '' }
  } catch {
    return undefined
  }
}

/** A key that sorts as text. The first answer has no previous cursor, so its key is empty. */
function toCursorKey(cursor: unknown): string | undefined {
  if (cursor === null) return ''
  const read = readCursor(cursor)
  if (read === undefined) return undefined
  const descending = read.createdAt.replace(/\d/g, (digit) => String(9 - Number(digit)))
  return `!${descending} ${toPageKey(Number.MAX_SAFE_INTEGER - read.id)}`
}

const toPageKey = (page: unknown): string => String(page).padStart(16, '0')

const isEachOnce = (keys: readonly unknown[]): boolean => new Set(keys).size === keys.length

function sortBy(answers: readonly Answer[], keys: readonly string[]): Answer[] {
  const keyed = answers.map((answer, index) => ({ answer, key: keys[index] ?? '' }))
  return keyed
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ answer }) => answer)
}
