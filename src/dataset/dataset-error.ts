// The errors for datasets that the mock cannot use.

import * as z from 'zod'
import { UNEXPECTED_TEXT } from '../php/json-decode.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import { toSentence } from '../problems/problems.ts'

/**
 * The error for a dataset that the mock cannot use. Its message names the file, the path and the
 * fix.
 */
export class DatasetError extends Error {
  override name = 'DatasetError'
  /** Empty when the text is not JSON or not readable. */
  readonly problems: readonly InputProblem[]
  constructor(message: string, problems: readonly InputProblem[] = []) {
    super(message)
    this.problems = problems
  }
}

/** Makes a DatasetError that lists at most three problems. */
export function toDatasetError(name: string, problems: readonly InputProblem[]): DatasetError {
  const shown = problems
    .slice(0, 3)
    .map(({ path, message }) => `${z.core.toDotPath(path) || 'the dataset'} ${message}`)
  const more = problems.length > shown.length ? ` (and ${problems.length - shown.length} more)` : ''
  return new DatasetError(`${name}: ${shown.join('; ')}${more}`, problems)
}

/** The problems that zod found in the value at `path`. */
export const toProblems = (
  { issues }: z.ZodError,
  path: readonly PropertyKey[] = [],
): InputProblem[] =>
  issues.map((issue) => ({ path: [...path, ...issue.path], message: toSentence(issue) }))

export const toJsonError = (name: string, message: string, line: number): DatasetError =>
  new DatasetError(`${name} is not JSON: ${message} in line ${line}`)

/**
 * The error for text after a complete value. JSON Lines and concatenated files have a second value
 * there.
 */
export function toRestError(name: string, next: string, line: number): DatasetError {
  if (next !== '{' && next !== '[') return toJsonError(name, UNEXPECTED_TEXT, line)
  return new DatasetError(
    `${name} holds several JSON values, the second in line ${line}; make one list of them, for example with jq -s`,
  )
}
