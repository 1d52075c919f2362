// Checks the input of a call. Each problem has a path and a fix.

import * as z from 'zod'
import { AS_GIVEN, toSentence } from '../problems/problems.ts'
import { type FieldError, refusal } from './failure.ts'

type InputPart = 'the path' | 'the query' | 'the body'

/** Throws a 422. Its message uses `part` as the name when the whole input is wrong. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: InputPart,
): z.output<S> {
  const result = schema.safeParse(value, AS_GIVEN)
  const errors = errorsOf(result, value, { part })
  if (result.success && errors.length === 0) return result.data
  throw refusal(422, errors, part)
}

type Where = { readonly part: InputPart; readonly path?: readonly PropertyKey[] }

/** The parsed value and its problems. `path` leads to the value in the input. */
export function findErrors(
  schema: z.ZodType,
  value: unknown,
  where: Where,
): { data: unknown; errors: FieldError[] } {
  const result = schema.safeParse(value, AS_GIVEN)
  return { data: result.data, errors: errorsOf(result, value, where) }
}

function errorsOf(
  { success, error }: z.ZodSafeParseResult<unknown>,
  value: unknown,
  { part, path = [] }: Where,
): FieldError[] {
  return success
    ? findLost(value, path).map(unknownField)
    : error.issues.flatMap((issue) => toErrors(issue, part, path))
}

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

function toErrors(issue: Issue, part: InputPart, before: Path = []): FieldError[] {
  const path = [...before, ...issue.path]
  if (issue.code === 'invalid_union') return unionErrors(issue, part, path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownField([...path, key]))
  return [wholeError(issue, part, path)]
}

function wholeError(issue: Issue, part: InputPart, path: Path): FieldError {
  const isRepeated =
    part === 'the query' && Array.isArray(issue.input) && issue.code.startsWith('invalid')
  return toError(
    path,
    isRepeated ? `is given ${issue.input.length} times; give it once` : toSentence(issue),
  )
}

const unknownField = (path: Path): FieldError =>
  toError(path, 'is not known here; remove or correct it')

const toError = (path: Path, message: string): FieldError => ({
  path: z.core.toDotPath([...path]),
  message,
})

/**
 * The problems of the union member that is closest to the value. Without a single closest member,
 * one problem of the whole.
 */
function unionErrors(
  issue: z.core.$ZodIssueInvalidUnion,
  part: InputPart,
  path: Path,
): FieldError[] {
  if (issue.discriminator !== undefined)
    return [toError(path, `must be one of ${optionsOf(issue).join(', ')}`)]
  const members = issue.errors
    .map((errors) => ({ errors, distance: distanceOf(errors) }))
    .toSorted((a, b) => a.distance - b.distance)
  const [closest, next] = members
  if (closest && closest.distance < (next?.distance ?? Infinity))
    return closest.errors.flatMap((error) => toErrors(error, part, path))
  return [wholeError(issue, part, path)]
}

const optionsOf = (issue: z.core.$ZodIssueInvalidUnion): unknown[] =>
  'options' in issue ? (issue.options ?? []).filter((option) => option !== undefined) : []

/** Measures how far a value is from a union member, by its type and the names of its fields. */
const distanceOf = (errors: readonly Issue[]): number =>
  errors.reduce((total, error) => total + distanceBy(error), 0)

function distanceBy(issue: Issue): number {
  if (issue.path.length > 0) return issue.path.length === 1 && issue.input === undefined ? 1 : 0
  if (issue.code === 'unrecognized_keys') return issue.keys.length
  if (issue.code === 'invalid_union') return Math.min(...issue.errors.map(distanceOf))
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' ? Infinity : 0
}

/** Fields of rows and answers that can contain any names. */
const FREE = new Set(['variables', 'body'])

/** The paths of `__proto__` fields, which zod's records drop without an error. */
function findLost(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => {
    if (name === '__proto__' || name.endsWith('.__proto__')) return [[...path, name]]
    return FREE.has(name) ? [] : findLost(item, [...path, name])
  })
}
