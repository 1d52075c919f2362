// Writes URLs as JSON. It remembers the texts, because requests often repeat URLs.

import { encodeString } from '../php/json.ts'

const MAX_URLS = 1000
const texts = new Map<string, string>()

export function encodeUrl(url: string): string {
  const known = texts.get(url)
  if (known !== undefined) return known
  const text = encodeString(url)
  if (texts.size >= MAX_URLS) texts.clear()
  texts.set(url, text)
  return text
}
