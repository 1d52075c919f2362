// The problems of a file, by their lines.

import { DatasetError } from '../dataset/dataset.ts'

/** A reader of more would not read them. */
const MAX_LISTED = 10

export type ProblemList = ReturnType<typeof createProblemList>

/** Rows are read on behind a problem, so that one attempt shows all of them. */
export function createProblemList(file: string) {
  const sentences: string[] = []

  function requireNone(): void {
    if (sentences.length === 0) return
    const more = sentences.length > MAX_LISTED ? '; there are more' : ''
    throw new DatasetError(`${file}: ${sentences.slice(0, MAX_LISTED).join('; ')}${more}`)
  }

  return {
    /** The message follows the name of the column in a sentence. Throws when there are enough. */
    add(line: number, column: string, message: string): void {
      sentences.push(`line ${line}${column && `, ${column}`}: ${message}`)
      if (sentences.length > MAX_LISTED) requireNone()
    },

    isEmpty: () => sentences.length === 0,

    /** Throws a DatasetError that lists the first ones. */
    requireNone,
  }
}
