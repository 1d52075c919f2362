// Finds rows of a dataset that contradict each other.

import type { InputProblem } from '../problems/input-problem.ts'
import type { MessageRow } from './message.ts'
import { checkReference, createUnique, TWO_TABLES } from './references.ts'

type Row = { readonly id: number }

/** The fields by which rows name each other. */
type Tables = {
  readonly users: readonly Row[]
  readonly tokens: readonly (Row & { readonly plain: string; readonly user_id: number })[]
  readonly assistants: readonly (Row & { readonly uuid: string; readonly user_id: number })[]
  readonly conversations: readonly (Row & {
    readonly uuid: string
    readonly assistant_id: number
  })[]
  readonly messages?: readonly MessageRow[]
  readonly added_messages?: readonly MessageRow[]
}

export function findContradictions({
  users,
  tokens,
  assistants,
  conversations,
  messages,
  added_messages,
}: Tables): InputProblem[] {
  return [
    ...duplicates('users', users, 'id'),
    ...duplicates('tokens', tokens, 'id'),
    ...duplicates('tokens', tokens, 'plain'),
    ...duplicates('assistants', assistants, 'id'),
    ...duplicates('assistants', assistants, 'uuid'),
    ...duplicates('conversations', conversations, 'id'),
    ...duplicates('conversations', conversations, 'uuid'),
    ...dangling('tokens', tokens, 'user_id', users),
    ...dangling('assistants', assistants, 'user_id', users),
    ...dangling('conversations', conversations, 'assistant_id', assistants),
    ...messageProblems('messages', messages, conversations),
    ...messageProblems('added_messages', added_messages, conversations),
    ...(messages && added_messages ? [{ path: ['added_messages'], message: TWO_TABLES }] : []),
  ]
}

const messageProblems = (
  table: string,
  rows: readonly MessageRow[] = [],
  conversations: readonly Row[],
): InputProblem[] => [
  ...duplicates(table, rows, 'id'),
  ...dangling(table, rows, 'conversation_id', conversations),
]

const duplicates = <K extends string>(
  table: string,
  rows: readonly Record<K, unknown>[],
  key: K,
): InputProblem[] => rows.flatMap(createUnique(table, key))

function dangling<K extends string>(
  table: string,
  rows: readonly Record<K, number>[],
  key: K,
  targets: readonly Row[],
): InputProblem[] {
  const known = new Set(targets.map((target) => target.id))
  return rows.flatMap((row, index) => checkReference([table, index, key], row, known))
}
