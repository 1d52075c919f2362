// Form fields as data, and the conversion of their texts to JSON.

import type { AdminError } from '../../client/admin-error.ts'

export type FieldError = AdminError['errors'][number]

export type Option = { readonly value: string; readonly text: string }

/**
 * The kind of a field decides how its text becomes JSON:
 * - `json`: a JSON value; text that is not JSON stays text
 * - `switch`: "true" and "false" become booleans; other text stays text
 * - `pairs`: one "name=value" in each line, or a JSON object
 * - `headers`: one "Name: value" in each line
 * - `choices`: any number of the options, separated by commas
 * - `choice-number`: one option, whose value is a number
 * - `tick`: true, or absent
 */
type Kind =
  | 'text'
  | 'number'
  | 'choice'
  | 'choice-number'
  | 'choices'
  | 'json'
  | 'switch'
  | 'pairs'
  | 'headers'
  | 'tick'

export type Field = {
  /** The path of the value in the JSON, such as "match.nth". */
  readonly path: string
  readonly label: string
  readonly kind: Kind
  /** The text that the field starts with. */
  readonly initial?: string
  readonly options?: readonly Option[]
  /** A hint in the empty field: the meaning of an empty field, or an example. */
  readonly placeholder?: string
  /** Whether the field takes a whole line. */
  readonly isWide?: boolean
}

/** The texts of the fields, by the path of the field. */
export type Values = Readonly<Record<string, string>>

type Json = Readonly<Record<string, unknown>>

export const valueOf = ({ path, initial = '' }: Field, values: Values): string =>
  values[path] ?? initial

/**
 * Empties the fields that were sent. Texts that somebody typed while the answer was on its way stay.
 */
export const withoutSent = (now: Values, sent: Values): Values =>
  Object.fromEntries(Object.entries(now).filter(([path, text]) => text !== sent[path]))

/**
 * Builds the JSON from all fields that are not empty. Text that is not a number stays text, so that
 * the mock reports the problem.
 */
export function toJson(fields: readonly Field[], values: Values): Json {
  return fields.reduce<Json>((json, field) => {
    const text = valueOf(field, values).trim()
    return text === '' ? json : withValue(json, field.path.split('.'), parsers[field.kind](text))
  }, {})
}

/** The problems of a field, or of a part of its value. */
export const errorsOf = ({ path }: Field, errors: readonly FieldError[]): readonly FieldError[] =>
  errors.filter(
    (error) => error.path === path || ['.', '['].some((mark) => error.path.startsWith(path + mark)),
  )

/** The problems that belong to no field of the form. */
export const otherErrors = (
  fields: readonly Field[],
  errors: readonly FieldError[],
): readonly FieldError[] =>
  errors.filter((error) => !fields.some((field) => errorsOf(field, [error]).length > 0))

const parsers: Readonly<Record<Kind, (text: string) => unknown>> = {
  text: (text) => text,
  choice: (text) => text,
  choices: (text) => text.split(','),
  'choice-number': parseNumber,
  number: parseNumber,
  json: parseJson,
  tick: (text) => text === 'true',
  switch: (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
  pairs: (text) => (text.startsWith('{') ? parseJson(text) : parseLines(text, '=', null)),
  headers: (text) => parseLines(text, ':', ''),
}

function parseNumber(text: string): unknown {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function parseLines(text: string, separator: string, nothing: '' | null): Json {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(separator)
      return at < 0
        ? [line.trim(), nothing]
        : [line.slice(0, at).trim(), line.slice(at + 1).trim() || nothing]
    }),
  )
}

function withValue(json: Json, [first = '', ...rest]: readonly string[], value: unknown): Json {
  const before = json[first]
  return {
    ...json,
    [first]: rest.length === 0 ? value : withValue(isObject(before) ? before : {}, rest, value),
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
