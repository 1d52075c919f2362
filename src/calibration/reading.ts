// A reading: the value of one setting, and the answers that prove it.

import { LIST_PATH } from '../editions.ts'
import type { Question } from '../live/live-api.ts'
import { quoteValue } from '../problems/problems.ts'
import type { Answered, Answers } from './answers.ts'

type Value = string | number | boolean

export type Evidence = { readonly request: string; readonly seen: string }

/** `value` is missing when the answers do not reveal the setting. `note` then gives the reason. */
export type Reading = {
  readonly value?: Value
  readonly evidence: readonly Evidence[]
  readonly note?: string
}

export const reading = (value: Value, evidence: readonly Evidence[], note?: string): Reading => ({
  value,
  evidence,
  ...(note !== undefined && { note }),
})

export const noReading = (note: string, evidence: readonly Evidence[] = []): Reading => ({
  evidence,
  note: `cannot be told: ${note}`,
})

/** A reading without a value, for a question that has no answer. */
export function unanswered(answers: Answers, name: string, otherwise: string): Reading {
  return noReading(answers.problemOf(name) ?? otherwise)
}

export const evidence = ({ question }: Answered, seen: string): Evidence => ({
  request: showQuestion(question),
  seen,
})

const MAX_SHOWN = 100

/**
 * Shows a request on one line. It leaves out `Accept: application/json`, which nearly every request
 * has.
 */
export function showQuestion({ method = 'GET', path, query, headers, token }: Question): string {
  const text = typeof query === 'string' ? query : showQuery(query ?? {})
  const details = [
    ...(token === null ? ['no token'] : []),
    ...(typeof token === 'string' ? ['a wrong token'] : []),
    ...Object.entries(headers ?? {}).flatMap(([name, value]) =>
      value === 'application/json' ? [] : [`${name}: ${value}`],
    ),
  ]
  const target = `${path ?? LIST_PATH}${text === '' ? '' : `?${text}`}`
  return `${method} ${target}${details.length === 0 ? '' : ` (${details.join(', ')})`}`
}

function showQuery(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${value.length > 40 ? `${value.slice(0, 12)}…` : value}`,
  )
  const text = pairs.join('&')
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

/** Quotes a text of the API inside a sentence. */
export const quoted = (text: string): string => quoteValue(text, MAX_SHOWN)
