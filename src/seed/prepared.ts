// The demo dataset as a build prepares it: checked, and composed as the store keeps it. Most starts
// take this dataset, and then need no schema to read it.

import { readFileSync } from 'node:fs'
import {
  type Assistant,
  type AssistantFields,
  completeAssistant,
  type NamedAssistant,
  ownFields,
} from '../dataset/assistant.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { partsOf } from '../dataset/parts.ts'
import { type ComposedPart, composeParts } from '../store/composing.ts'
import type { ImportOptions } from '../store/import.ts'

/** Assistants without the fields that have their default values. */
type PreparedPart =
  | Exclude<ComposedPart, { readonly table: 'assistants' }>
  | {
      readonly table: 'assistants'
      readonly first: number
      readonly rows: readonly (NamedAssistant & Partial<AssistantFields>)[]
    }

const file = new URL('./demo.json', import.meta.url)

/** Undefined for sources that are not built. */
export function readPreparedDemo(): ComposedPart[] | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  return parsePrepared(text)
}

export function parsePrepared(text: string): ComposedPart[] {
  const parts: PreparedPart[] = JSON.parse(text)
  return parts.map((part) => {
    if (part.table !== 'assistants') return part
    const { table, first, rows } = part
    return { table, first, rows: rows.map(completeAssistant) }
  })
}

/** Own fields of its assistants must be plain values, without objects. */
export async function formatPrepared(
  dataset: Dataset,
  render: ImportOptions['render'],
): Promise<string> {
  const parts: PreparedPart[] = []
  for await (const part of composeParts(partsOf(dataset), { render, isNewestFirst: true }))
    parts.push(part.table === 'assistants' ? { ...part, rows: part.rows.map(shorten) } : part)
  return JSON.stringify(parts)
}

const shorten = ({ id, uuid, user_id, name, ...fields }: Assistant): NamedAssistant => ({
  id,
  uuid,
  user_id,
  name,
  ...Object.fromEntries(ownFields(fields)),
})
