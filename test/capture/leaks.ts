// Looks for original texts by other means than the program does.

import { expect } from 'vitest'
import { anonymise } from '../../src/capture/anonymise.ts'
import { type LiveRow, toLiveRow } from '../../src/capture/live-row.ts'
import type { PhpValue } from '../../src/php/json.ts'

export const toRows = (rows: readonly object[]): LiveRow[] =>
  rows.map((row, index) => toLiveRow(row, index, { types: new Set(), fields: new Set() }))

/** All texts of people in rows. */
export const textsOf = (rows: readonly LiveRow[]): string[] =>
  rows.flatMap((row) => [
    row.uuid,
    row.assistant_uuid,
    row.assistant_name,
    ...[row.external_identifier, row.customer_name, row.customer_phone].map((text) => text ?? ''),
    ...[row.whatsapp_sender_name, row.whatsapp_sender_phone].map((text) => text ?? ''),
    ...textsIn(row.variables),
  ])

function textsIn(value: PhpValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  if (value === null || typeof value !== 'object') return []
  const keys = value instanceof Map ? [...value.keys()].filter((name) => name.includes('@')) : []
  return [...keys, ...[...value.values()].flatMap(textsIn)]
}

/** Whether a text is longer than three characters, and neither a short number nor a few signs. */
export const isTelling = (text: string): boolean =>
  Array.from(text.trim()).length > 3 &&
  !/^\p{Nd}{1,6}$/u.test(text.trim()) &&
  /[\p{L}\p{N}\p{So}]|\S{4}/u.test(text)

export function expectNothingLeaks(rows: readonly LiveRow[], { key }: { key: Buffer }): void {
  const made = textsOf(anonymise(rows, { key, keep: new Set() }).rows)
  const all = made.join('\u0000').toLowerCase()
  const originals = new Set(textsOf(rows).filter(isTelling))
  expect([...originals].filter((text) => all.includes(text.trim().toLowerCase()))).toEqual([])
}
