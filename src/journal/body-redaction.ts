// Removes credentials from the bodies of requests, and cuts long bodies. A body of unknown format
// that may hold a credential is replaced as a whole.

import { HIDDEN, namesCredential } from './credentials.ts'
import type { Redaction } from './redaction.ts'

export type CleanBody = {
  /** Each character stands for one byte. */
  readonly text: string
  readonly isCut: boolean
  /** Whether a credential was replaced. */
  readonly isRedacted: boolean
}

export const MAX_BODY = 8 * 1024
/** The last bytes of the examined text are dropped, because they may be half a credential. */
const MARGIN = 8 * 1024

/** `type` is the Content-Type; empty when the request has none. */
export function cleanBody(redaction: Redaction, body: string, type: string): CleanBody {
  const looked = body.slice(0, MAX_BODY + MARGIN)
  const isWhole = looked.length === body.length
  const cleaned = clean(redaction, looked, isWhole ? kindOf(looked, type) : 'other')
  const end = isWhole ? MAX_BODY : Math.max(0, Math.min(MAX_BODY, cleaned.length - MARGIN))
  const isRedacted = cleaned !== looked
  if (cleaned === HIDDEN) return { text: HIDDEN, isCut: false, isRedacted }
  return { text: cleaned.slice(0, end), isCut: !isWhole || cleaned.length > end, isRedacted }
}

type Kind = 'json' | 'form' | 'other'

/** Recognizes JSON under any Content-Type, because clients forget to set it. */
function kindOf(text: string, type: string): Kind {
  if (/^\s*[{[]/.test(text) && parse(text) !== undefined) return 'json'
  return /^application\/x-www-form-urlencoded\b/i.test(type) ? 'form' : 'other'
}

function clean(redaction: Redaction, text: string, kind: Kind): string {
  const cleaned = cleaners[kind](redaction, text)
  return redaction.isOwnIn(cleaned) ? HIDDEN : cleaned
}

const cleaners: Readonly<Record<Kind, (redaction: Redaction, text: string) => string>> = {
  json: cleanJson,
  form: cleanForm,
  other: (redaction, text) =>
    namesCredential(text) || redaction.header(text) !== text ? HIDDEN : text,
}

function cleanForm(redaction: Redaction, text: string): string {
  const cleaned = redaction.target(`?${text}`)
  return cleaned.startsWith('?') ? cleaned.slice(1) : HIDDEN
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\s+|[^\s"{}[\],:]+/gs

/** Takes valid JSON. Works on its text, so that strings and numbers keep their spelling. */
function cleanJson(redaction: Redaction, text: string): string {
  const tokens = text.match(TOKEN) ?? []
  const solid = (from: number): number => {
    let at = from
    while (/^\s/.test(tokens[at] ?? '')) at++
    return at
  }
  let cleaned = ''
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    cleaned += cleanToken(redaction, token)
    const colon = solid(at + 1)
    if (tokens[colon] !== ':' || !namesCredential(textOf(token))) continue
    const value = solid(colon + 1)
    cleaned += `${tokens.slice(at + 1, value).join('')}"${HIDDEN}"`
    at = endOfValue(tokens, value) - 1
  }
  return cleaned
}

function endOfValue(tokens: readonly string[], from: number): number {
  let depth = 0
  let at = from
  do {
    const token = tokens[at]
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    at++
  } while (depth > 0 && at < tokens.length)
  return at
}

function cleanToken({ isOwnIn, header }: Redaction, token: string): string {
  const text = textOf(token)
  const isSuspicious =
    isOwnIn(token) || header(text) !== text || (/^\s*[{[]./s.test(text) && namesCredential(text))
  return isSuspicious ? `"${HIDDEN}"` : token
}

/** The text of a JSON string; any other token unchanged. */
function textOf(token: string): string {
  const value = token.startsWith('"') ? parse(token) : undefined
  return typeof value === 'string' ? value : token
}

function parse(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json)
    return value
  } catch {
    return undefined
  }
}
