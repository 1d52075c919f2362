// The answers of the API in a given value: one answer, several answers, or their rows.

import { toDatasetError } from './dataset-error.ts'

/** A text or value that holds a list, and its name for messages. */
export type NamedList = { readonly value: unknown; readonly name: string }

/** An answer, its name for messages, and the path to its rows. */
export type Answer = {
  readonly name: string
  readonly path: readonly PropertyKey[]
  readonly body: Readonly<Record<string, unknown>>
  readonly rows: readonly unknown[]
}

export function toAnswers({ value, name }: NamedList): Answer[] {
  if (isAnswer(value)) return [{ name, path: ['data'], body: value, rows: value.data }]
  const items: unknown[] = Array.isArray(value) ? value : []
  if (!items.some(isAnswer)) return [{ name, path: [], body: {}, rows: items }]
  return items.flatMap((item, index) => {
    if (!isAnswer(item))
      throw toDatasetError(name, [
        { path: [index], message: 'has no data, unlike other answers in this list' },
      ])
    return [{ name, path: [index, 'data'], body: item, rows: item.data }]
  })
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isAnswer = (value: unknown): value is { data: unknown[] } & Record<string, unknown> =>
  isObject(value) && Array.isArray(value['data'])
