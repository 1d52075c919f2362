// Answers that an application makes by hand: response()->json() of Laravel, whatever the client accepts.

import { serverError } from './errors.ts'
import type { Answer } from './http.ts'
import { encodeJson, isEncodable, type PhpValue } from '../php/json.ts'

/** An answer of these members, in their order. Throws 500 where PHP cannot write a text as JSON. */
export function jsonAnswer(
  status: number,
  members: Readonly<Record<string, PhpValue>>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const value: PhpValue = new Map(Object.entries(members))
  if (!isEncodable(value)) throw serverError()
  return jsonText(status, encodeJson(value), headers)
}

/** The same for a body that is JSON already. */
export const jsonText = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, headers: { ...headers, 'Content-Type': 'application/json' }, body })

/** Illuminate\Http\Exceptions\HttpResponseException: an answer that ends the request wherever it is thrown. */
export class HttpResponseException extends Error {
  override name = 'HttpResponseException'
  readonly answer: Answer
  constructor(answer: Answer) {
    super(`answered ${answer.status}`)
    this.answer = answer
  }
}
