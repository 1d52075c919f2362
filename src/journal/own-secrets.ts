// What lets somebody in here: the tokens of users and the admin token. Finds them in other texts, however those are escaped.

import { isAscii } from '../php/bytes.ts'
import { createSecretIndex, fold, WINDOW } from './secret-index.ts'

/** Tokens that may change: the version does then. */
export type Tokens = { readonly version: () => number; readonly texts: () => readonly string[] }

export type OwnSecrets = ReturnType<typeof createOwnSecrets>

/** A shorter one is a word like any other. */
const MIN_LENGTH = 4
/** Tokens that are valid no more, which clients may send all the same. */
const MAX_GONE = 20_000
const MIN_CAPACITY = 128
const GROWTH = 8
/** What is escaped more often is not looked at. */
const MAX_LAYERS = 8

/** What every honest request holds says nothing, although somebody may take it for a key. */
const COMMON = fold('/api/user/conversations?page&cursor&type application/json text/html nicecall aiployees autocalls combined')

const noTokens: Tokens = { version: () => 0, texts: () => [] }

/** `always`: secrets besides the tokens. */
export function createOwnSecrets(always: readonly string[] = [], tokens: Tokens = noTokens) {
  const known = new Set(always)
  let capacity = MIN_CAPACITY
  let index = createSecretIndex(capacity)
  const words = new Set<string>()
  let tokensVersion: number | undefined
  let version = 0
  for (const text of always) add(text)
  return { version: followTokens, isIn }

  /** Rises with every change. */
  function followTokens(): number {
    if (tokensVersion === tokens.version()) return version
    const current = tokens.texts()
    // Reading them may have shown others.
    tokensVersion = tokens.version()
    const added = current.filter((text) => !known.has(text))
    if (added.length === 0) return version
    version++
    for (const text of added) known.add(text)
    const surplus = known.size - always.length - current.length - MAX_GONE
    if (surplus > 0) forgetOldest(surplus + MAX_GONE / 2, new Set(current))
    if (surplus > 0 || known.size > capacity) rebuild()
    else for (const text of added) add(text)
    return version
  }

  function forgetOldest(count: number, current: ReadonlySet<string>): void {
    const gone = [...known].filter((text) => !current.has(text) && !always.includes(text))
    for (const text of gone.slice(0, count)) known.delete(text)
  }

  function rebuild(): void {
    while (capacity < known.size) capacity *= GROWTH
    index = createSecretIndex(capacity)
    words.clear()
    for (const text of known) add(text)
  }

  /** Headers bring a text as the bytes of its UTF-8, each as one character. */
  function add(text: string): void {
    addForm(text)
    if (!isAscii(text)) addForm(Buffer.from(text, 'utf8').toString('latin1'))
  }

  function addForm(form: string): void {
    const folded = fold(form)
    if (folded.length < MIN_LENGTH || COMMON.includes(folded)) return
    if (form.length < WINDOW) words.add(folded)
    else index.add(form)
  }

  /** Whether a secret stands in the text: as it is, escaped, or encoded. */
  function isIn(text: string): boolean {
    followTokens()
    if (hasOne(text)) return true
    for (let layer = 0, current = text; ESCAPE.test(current); layer++) {
      if (layer === MAX_LAYERS) return true
      const resolved = resolveEscapes(current)
      if (resolved === current) return false
      if (hasOne(resolved)) return true
      current = resolved
    }
    return false
  }

  function hasOne(text: string): boolean {
    return index.isIn(text) || (words.size > 0 && text.split(BETWEEN_WORDS).some((word) => words.has(fold(word))))
  }
}

const BETWEEN_WORDS = /[\s,;:|&=?/"'`<>()[\]{}]+/

/** Of URLs, and of JSON. */
const ESCAPE = /%[\da-f]{2}|\\/i
const EVERY_ESCAPE = /%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|\\([^ux])/gi

const resolveEscapes = (text: string): string =>
  text.replaceAll(EVERY_ESCAPE, (_escape, byte?: string, unit?: string, code?: string, character?: string) => {
    const digits = byte ?? unit ?? code
    return digits === undefined ? (character ?? '') : String.fromCharCode(Number.parseInt(digits, 16))
  })
