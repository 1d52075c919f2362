// Bounds the texts of clients in judgements, because a report can have thousands of them.

import { describeEntry } from '../journal/description.ts'
import type { RequestEntry } from '../journal/schemas.ts'
import type { ShownRequest } from '../judge/shown-request.ts'

const MAX_TEXT = 500
/** The values that a message names are cut already, but it may name many. */
const MAX_MESSAGE = 2000

/** The start of a long text and its length, for example `aaa… (8192 characters)`. */
export const cutText = (text: string, max = MAX_TEXT): string =>
  text.length <= max ? text : text.slice(0, max).toWellFormed() + endOf(text.length)

export const cutMessage = (message: string): string => cutText(message, MAX_MESSAGE)

const endOf = (length: number): string => `… (${length} characters)`

/** A request as evidence. When its target is cut, `GET /requests/{id}` shows the whole request. */
export function describeShown(
  { entry, targetLength }: ShownRequest,
  baseUrl: string,
  replica?: string,
): RequestEntry {
  const request = describeEntry(entry, baseUrl, replica)
  if (entry.target.length === targetLength) return request
  const { id, path, query } = request
  const end = endOf(targetLength)
  return {
    ...request,
    ...(query === '' ? { path: path + end } : { query: query + end }),
    curl: `# This request is long. GET /__admin/requests/${id} has its command.`,
  }
}
