// Checks that rows of several lists agree: on a conversation, on an assistant's name, and in their
// order.

import * as z from 'zod'
import type { Work } from '../clock/turns.ts'
import { toDatasetError } from './dataset.ts'
import type { ListedRow } from './listed-row.ts'

/**
 * Removes duplicate rows. Answers with different page sizes overlap, and their copies of a row must
 * agree.
 */
export function* joinRows(rows: readonly ListedRow[]): Work<ListedRow[]> {
  const byUuid = new Map<string, ListedRow>()
  for (const row of rows) {
    const known = byUuid.get(row.fields.uuid)
    if (known) requireSame(row, known)
    byUuid.set(
      row.fields.uuid,
      known ? { ...known, fields: { ...row.fields, ...known.fields } } : row,
    )
    yield
  }
  return [...byUuid.values()]
}

function requireSame(row: ListedRow, known: ListedRow): void {
  const field = findDifference(allFields(row), allFields(known))
  if (field === undefined) return
  const message = `is not what ${nameOf(known, row)} says of the same conversation; leave out the older of the two`
  throw toDatasetError(row.listName, [{ path: [...row.path, field], message }])
}

const allFields = ({ fields, assistant }: ListedRow): object => ({
  ...fields,
  assistant_id: assistant.uuid,
  assistant_name: assistant.name,
})

/**
 * The name of the first field that both objects have with different values; undefined without one.
 */
export function findDifference(one: object, other: object): string | undefined {
  const others = new Map<string, unknown>(Object.entries(other))
  return Object.entries(one).find(
    ([name, value]) => others.has(name) && toText(value) !== toText(others.get(name)),
  )?.[0]
}

/** Compares Maps and bigints too, which JSON.stringify() does not support. */
const toText = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) => {
    if (item instanceof Map) return { map: [...item] }
    return typeof item === 'bigint' ? `${item}n` : item
  })

export function requireOneName(rows: readonly ListedRow[]): void {
  const known = new Map<string, ListedRow>()
  for (const row of rows) {
    const first = known.get(row.assistant.uuid)
    if (!first) known.set(row.assistant.uuid, row)
    else if (first.assistant.name !== row.assistant.name) {
      const message = `is not what ${nameOf(first, row)} calls the same assistant; correct one of them`
      throw toDatasetError(row.listName, [{ path: [...row.path, 'assistant_name'], message }])
    }
  }
}

export function requireNewestFirst(rows: readonly ListedRow[]): void {
  const index = rows.findIndex(
    ({ fields }, at) => at > 0 && fields.created_at > (rows[at - 1]?.fields.created_at ?? ''),
  )
  const row = rows[index]
  if (!row) return
  const message =
    'is later than that of the row before it, but the order is created_at, the newest first; use the order id'
  throw toDatasetError(row.listName, [{ path: [...row.path, 'created_at'], message }])
}

/** Names a row for a message, and its file only when `beside` is from another one. */
const nameOf = ({ listName, path }: ListedRow, beside: ListedRow): string =>
  `${listName === beside.listName ? '' : `${listName}: `}${z.core.toDotPath(path)}`
