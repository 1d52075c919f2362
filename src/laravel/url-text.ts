// The JSON text of URLs, which are the same from one request to the next.

import { encodeString } from '../php/json.ts'

const MAX_URLS = 1000
const texts = new Map<string, string>()

/** encodeString(), remembered. */
export function encodeUrl(url: string): string {
  const known = texts.get(url)
  if (known !== undefined) return known
  const text = encodeString(url)
  if (texts.size >= MAX_URLS) texts.clear()
  texts.set(url, text)
  return text
}
