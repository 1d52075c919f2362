// Fields of a form as data, and the JSON that is made of what stands in them.

import type { AdminError } from '../../client/http.ts'

export type FieldError = AdminError['errors'][number]

export type Option = { readonly value: string; readonly text: string }

/**
 * `json`: a JSON value, or else a text. `switch`: a text, where true and false are no texts. `pairs` and `headers`: a line for
 * each, "name=value" and "Name: value". `choices`: any number of the options, separated by commas. `choice-number`: one whose values are numbers.
 * `tick`: true, or else absent.
 */
export type Kind =
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
  /** Where it stands in the JSON: "match.nth". */
  readonly path: string
  readonly label: string
  readonly kind: Kind
  /** The first text of the field. */
  readonly initial?: string
  readonly options?: readonly Option[]
  /** The meaning of an empty field, or an example. */
  readonly placeholder?: string
  /** Takes a line of its own. */
  readonly isWide?: boolean
}

/** Texts by path. */
export type Values = Readonly<Record<string, string>>

export type Json = Readonly<Record<string, unknown>>

export const valueOf = ({ path, initial = '' }: Field, values: Values): string =>
  values[path] ?? initial

/** Without what is empty. What is no number stays a text, so that the mock says what is wrong with it. */
export function toJson(fields: readonly Field[], values: Values): Json {
  return fields.reduce<Json>((json, field) => {
    const text = valueOf(field, values).trim()
    return text === '' ? json : withValue(json, field.path.split('.'), parsers[field.kind](text))
  }, {})
}

/** The problem of a field, or of a part of it. */
export const errorsOf = ({ path }: Field, errors: readonly FieldError[]): readonly FieldError[] =>
  errors.filter(
    (error) => error.path === path || ['.', '['].some((mark) => error.path.startsWith(path + mark)),
  )

/** The problems that belong to none of these fields. */
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
