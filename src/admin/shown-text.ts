// Bounds the texts of clients in judgements, because a report can have thousands of them.

import { describeEntry } from '../journal/description.ts'
import type { RequestEntry } from '../journal/schemas.ts'
import { cutText as cutLong, endOf } from '../judge/cut-text.ts'
import type { ShownRequest } from '../judge/shown-request.ts'

const MAX_TEXT = 500

export const cutText = (text: string): string => cutLong(text, MAX_TEXT)

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
