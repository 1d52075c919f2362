// Creates the rows of a list from the API, and the assistants that these rows name.

import type { Work } from '../clock/turns.ts'
import type { Conversation } from '../dataset/dataset.ts'
import { readLists } from '../dataset/list.ts'
import { findDifference } from '../dataset/list-agreement.ts'
import { type ListedRow, toConversation } from '../dataset/listed-row.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import { assignSafeIds } from '../mutations/apply.ts'
import type { OwnAssistant } from '../store/row-writing.ts'
import { toRowFailure, requireNone, TAKEN } from './row-problems.ts'
import type { MockControls } from './controls.ts'

type ListGiven = {
  readonly list: unknown
  readonly max: number
  /** Throws when the user got another dataset in the meantime. */
  readonly requireCurrent: () => void
}

/**
 * Gives new rows ids above the highest one. So they stand before older rows, in the order of their
 * list. Rows that exist already do not change.
 */
export function* createListed(
  { store, order }: MockControls,
  datasetId: number,
  { list, max, requireCurrent }: ListGiven,
): Work<Conversation[]> {
  const rows = yield* readLists([{ value: list, name: 'the body' }], order)
  if (rows.length > max)
    requireNone([
      {
        path: [],
        message: `must have at most ${max} rows; send them in parts, or replace the dataset`,
      },
    ])
  let assistants: ReadonlyMap<string, OwnAssistant> = new Map()
  let fresh: readonly ListedRow[] = []
  const made = new Map<ListedRow, Conversation>()

  function* holdAgainstStored(): Work<void> {
    const named = byUuid(withListed(store.rows.assistants(datasetId), rows))
    const problems: InputProblem[] = []
    for (const row of rows) {
      const stored = store.rows.find(datasetId, { uuid: row.fields.uuid })
      if (stored) made.set(row, stored)
      problems.push(...findContradictions(row, stored, named.get(row.assistant.uuid)))
      yield
    }
    requireNone(problems, 409)
    requireCurrent()
    fresh = rows.filter((row) => !made.has(row)).toReversed()
  }

  function makeRow(id: number, index: number): Conversation {
    const row = fresh[index]
    if (!row) throw new Error(`there is no row ${index} in the list`)
    const conversation = toConversation(row.fields, {
      id,
      assistant_id: assistants.get(row.assistant.uuid)?.id ?? 0,
    })
    made.set(row, conversation)
    return conversation
  }

  const inserting = store.rows.insertMany(datasetId, {
    prepare: holdAgainstStored,
    addAssistants(existing) {
      const all = withListed(existing, fresh)
      assistants = byUuid(all)
      return all.slice(existing.length)
    },
    assign: (nextId) =>
      assignSafeIds(
        fresh.map(() => ({})),
        nextId,
      ).map(({ id }) => id),
    make: makeRow,
  })
  yield inserting.then(
    () => undefined,
    (error: unknown) => {
      throw toRowFailure(error, (index) => fresh[index]?.path ?? [])
    },
  )
  return rows.flatMap((row) => made.get(row) ?? [])
}

/** The existing assistants, followed by new ones that only the rows name. */
function withListed(existing: readonly OwnAssistant[], rows: readonly ListedRow[]): OwnAssistant[] {
  const uuids = new Set(existing.map(({ uuid }) => uuid))
  const listed = new Map(rows.map(({ assistant }) => [assistant.uuid, assistant]))
  const last = existing.reduce((highest, { id }) => Math.max(highest, id), 0)
  const added = [...listed.values()].filter(({ uuid }) => !uuids.has(uuid))
  return [
    ...existing,
    ...added.map(({ uuid, name }, index) => ({ id: last + 1 + index, uuid, name })),
  ]
}

const byUuid = (assistants: readonly OwnAssistant[]): Map<string, OwnAssistant> =>
  new Map(assistants.map((assistant) => [assistant.uuid, assistant]))

function findContradictions(
  row: ListedRow,
  stored: Conversation | undefined,
  named: OwnAssistant | undefined,
): InputProblem[] {
  if (named && named.name !== row.assistant.name)
    return [
      {
        path: [...row.path, 'assistant_name'],
        message: 'is not what the assistant of this uuid is called here; correct it',
      },
    ]
  if (!stored || findDifference({ ...row.fields, assistant_id: named?.id }, stored) === undefined)
    return []
  return [{ path: [...row.path, 'id'], message: TAKEN }]
}
