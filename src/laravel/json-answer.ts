// Makes answers as Laravel's response()->json() does: JSON, even if the client does not accept it.

import { serverError } from './errors.ts'
import type { Answer } from './http.ts'
import { encodeJson, isEncodable, type PhpValue } from '../php/json.ts'

/** A JSON object with these members in their order. Throws a 500 for texts that are not UTF-8. */
export function jsonAnswer(
  status: number,
  members: Readonly<Record<string, PhpValue>>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const value: PhpValue = new Map(Object.entries(members))
  if (!isEncodable(value)) throw serverError()
  return jsonText(status, encodeJson(value), headers)
}

/** An answer whose body is JSON text already. */
export const jsonText = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, headers: { ...headers, 'Content-Type': 'application/json' }, body })

/** Illuminate\Http\Exceptions\HttpResponseException: throwing it ends a request with an answer. */
export class HttpResponseException extends Error {
  override name = 'HttpResponseException'
  readonly answer: Answer
  constructor(answer: Answer) {
    super(`answered ${answer.status}`)
    this.answer = answer
  }
}
