// Writes single rows and the assistants of a dataset. Call all functions inside a change.

import type { NamedAssistant } from '../dataset/assistant.ts'
import { splitColumns } from './conversation-row.ts'
import { indexedValues, plainValues, values } from './schema.ts'
import type { Bound, Run } from './statements.ts'

export type OwnAssistant = Omit<NamedAssistant, 'user_id'>

/**
 * Most updates do not change indexed values. Then the first statement succeeds and no index needs
 * work.
 */
export function updateRow(run: Run, row: readonly Bound[]): void {
  const { key, indexed, plain } = splitColumns(row)
  if (run(updatePlain, ...plain, ...key, ...indexed) === 0)
    run(updateAll, ...indexed, ...plain, ...key)
}

const marks = (list: string): string => list.replaceAll(/\w+/g, '?')
const updatePlain = `UPDATE OR FAIL conversations SET (${plainValues}) = (${marks(plainValues)})
  WHERE dataset_id = ? AND id = ? AND (${indexedValues}) IS (${marks(indexedValues)})`
const updateAll = `UPDATE OR FAIL conversations SET (${values}) = (${marks(values)}) WHERE dataset_id = ? AND id = ?`

/** Adds assistants after the baseline. */
export function addAssistants(
  run: Run,
  datasetId: number,
  assistants: readonly OwnAssistant[],
): void {
  for (const { id, uuid, name } of assistants) {
    run('INSERT INTO assistants VALUES (?, ?, ?, ?)', datasetId, id, uuid, name)
    run('INSERT INTO added_assistants VALUES (?, ?)', datasetId, id)
  }
}
