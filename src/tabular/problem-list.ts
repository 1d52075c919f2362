// Collects the problems of a file with their lines.

import { DatasetError } from '../dataset/dataset.ts'

/** The most problems that a message lists. */
const MAX_LISTED = 10

export type ProblemList = ReturnType<typeof createProblemList>

/** Creates an empty list. Reading goes on after a problem, so that one attempt shows several. */
export function createProblemList(file: string) {
  const sentences: string[] = []

  function requireNone(): void {
    if (sentences.length === 0) return
    const more = sentences.length > MAX_LISTED ? '; there are more' : ''
    throw new DatasetError(`${file}: ${sentences.slice(0, MAX_LISTED).join('; ')}${more}`)
  }

  return {
    /**
     * Adds a problem. In a sentence, the message follows the name of the column.
     * Throws the DatasetError when there are more problems than it lists.
     */
    add(line: number, column: string, message: string): void {
      sentences.push(`line ${line}${column && `, ${column}`}: ${message}`)
      if (sentences.length > MAX_LISTED) requireNone()
    },

    isEmpty: () => sentences.length === 0,

    /** Throws a DatasetError that lists the first problems, if there are any. */
    requireNone,
  }
}
