import type { Script, ScriptState } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'

type Step = ScriptState['steps'][number]
type Selection = NonNullable<Step['delete']>

/** Describes a step of a script, such as "After request 1: insert 2 rows." */
export function stepInWords({ after, insert, delete: deleted, touch }: Step): string {
  const changes = [
    insert === undefined
      ? []
      : `insert ${counted(typeof insert === 'number' ? insert : insert.length, 'row')}`,
    deleted === undefined ? [] : `delete ${selectionInWords(deleted)}`,
    touch === undefined ? [] : `touch ${selectionInWords(touch)}`,
  ].flat()
  return `After request ${after}: ${changes.join(', ')}.`
}

function selectionInWords({ newest, oldest, ids = [] }: Selection): string {
  if (newest !== undefined)
    return newest === 1 ? 'the newest row' : `the ${counted(newest, 'newest row')}`
  if (oldest !== undefined)
    return oldest === 1 ? 'the oldest row' : `the ${counted(oldest, 'oldest row')}`
  return counted(ids.length, 'chosen row')
}

/** Describes an entry of a script's log, such as "Walk 1, after request 2: 3 deleted." */
export function eventInWords({
  walk,
  after,
  inserted,
  deleted,
  touched,
  error,
}: ScriptState['log'][number]): string {
  const done = [
    inserted.length > 0 ? `${inserted.length} inserted` : [],
    deleted.length > 0 ? `${deleted.length} deleted` : [],
    touched.length > 0 ? `${touched.length} touched` : [],
  ].flat()
  return `Walk ${walk}, after request ${after}: ${error ?? (done.length === 0 ? 'nothing to change' : done.join(', '))}.`
}

type ScriptPreset = { readonly name: string; readonly script: Script }

export const scriptPresets: readonly ScriptPreset[] = [
  { name: 'Insert 2 rows after the first page', script: { steps: [{ after: 1, insert: 2 }] } },
  {
    name: 'Delete the 3 newest after the second page',
    script: { steps: [{ after: 2, delete: { newest: 3 } }] },
  },
  {
    name: 'Touch the 5 oldest after the first page',
    script: { steps: [{ after: 1, touch: { oldest: 5 } }] },
  },
]
