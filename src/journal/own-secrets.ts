// The secrets of this mock are the tokens of its users and the admin token. This module finds them
// in texts, also when they are escaped or encoded.

import { createQueue } from '../clock/one-at-a-time.ts'
import { runAtOnce, type Work } from '../clock/turns.ts'
import { fromBase64 } from '../php/base64.ts'
import { isAscii } from '../php/bytes.ts'
import { isInAnyLayer } from './escapes.ts'
import { createSecretIndex, fold, type SecretIndex, WINDOW } from './secret-index.ts'

/**
 * The current tokens. The version rises when they change. `news` returns those that may be new
 * since its last call.
 */
export type Tokens = Readonly<Record<'texts' | 'news', () => readonly string[]>> &
  Readonly<Record<'version' | 'count', () => number>>

export type OwnSecrets = ReturnType<typeof createOwnSecrets>

/** A shorter secret is not searched, because it may be an ordinary word. */
const MIN_LENGTH = 4
/** The limit of old tokens that are still searched, because clients may still send them. */
const MAX_GONE = 20_000
const MIN_CAPACITY = 128
const GROWTH = 8
/** The words of every normal request. They never count as a secret, even if a token is one. */
const COMMON = fold(
  '/api/user/conversations?page&cursor&type application/json text/html nicecall aiployees autocalls combined',
)

const noTokens: Tokens = { version: () => 0, count: () => 0, texts: () => [], news: () => [] }

/** `always` holds the secrets that are no tokens. */
export function createOwnSecrets(always: readonly string[] = [], tokens: Tokens = noTokens) {
  const known = new Set(always)
  let capacity = MIN_CAPACITY
  let index = createSecretIndex(capacity)
  const words = new Set<string>()
  let tokensVersion: number | undefined
  let version = 0
  const inTurn = createQueue()
  /** The tokens of the last learn(), which may not be valid yet. */
  let learned: ReadonlySet<string> = new Set()
  for (const text of always) add(text)
  return { version: followTokens, learn, isIn }

  /** Adds tokens that become valid soon. It works in turns, and knows them when it ends. */
  function* learn(texts: readonly string[]): Work<void> {
    yield* inTurn(function* () {
      const current = new Set<string>()
      learned = current
      for (const list of [texts, tokens.texts()]) {
        for (const text of list) {
          current.add(text)
          yield
        }
      }
      const wasForgotten = yield* forgetGone(current)
      const fresh: string[] = []
      for (const text of texts) {
        if (!known.has(text)) fresh.push(text)
        yield
      }
      if (wasForgotten || known.size + fresh.length > capacity) {
        grow(known.size + fresh.length)
        const next = createSecretIndex(capacity)
        // The loop also reaches a token that another call adds between two turns.
        for (const text of known) {
          add(text, next)
          yield
        }
        index = next
      }
      for (const text of fresh) {
        known.add(text)
        add(text)
        yield
      }
      version++
    })
  }

  /** Takes over changed tokens and returns the version, which rises with every change. */
  function followTokens(): number {
    if (tokensVersion === tokens.version()) return version
    const added = tokens.news().filter((text) => !known.has(text))
    // news() may have loaded newer tokens, so the version is read after it.
    tokensVersion = tokens.version()
    if (added.length === 0) return version
    version++
    for (const text of added) known.add(text)
    const mayBeFull = known.size - always.length - tokens.count() > MAX_GONE
    const wasForgotten =
      mayBeFull && runAtOnce(forgetGone(new Set([...tokens.texts(), ...learned])))
    if (wasForgotten || known.size > capacity) rebuild()
    else for (const text of added) add(text)
    return version
  }

  /** Forgets the oldest invalid tokens when there are too many. Returns whether it forgot any. */
  function* forgetGone(current: ReadonlySet<string>): Work<boolean> {
    const gone: string[] = []
    for (const text of known) {
      if (!current.has(text) && !always.includes(text)) gone.push(text)
      yield
    }
    if (gone.length <= MAX_GONE) return false
    for (const text of gone.slice(0, gone.length - MAX_GONE / 2)) {
      known.delete(text)
      yield
    }
    return true
  }

  function grow(size: number): void {
    while (capacity < size) capacity *= GROWTH
  }

  function rebuild(): void {
    grow(known.size)
    index = createSecretIndex(capacity)
    words.clear()
    for (const text of known) add(text)
  }

  /** Adds a text also as its UTF-8 bytes, one character each, which is how headers carry it. */
  function add(text: string, to?: SecretIndex): void {
    addForm(text, to)
    if (!isAscii(text)) addForm(Buffer.from(text, 'utf8').toString('latin1'), to)
  }

  function addForm(form: string, to = index): void {
    const folded = fold(form)
    if (folded.length < MIN_LENGTH || COMMON.includes(folded)) return
    if (form.length < WINDOW) words.add(folded)
    else to.add(form)
  }

  /** Whether a text contains a secret: as it is, escaped, or encoded. */
  function isIn(text: string): boolean {
    followTokens()
    return isInAnyLayer(text, hasOne)
  }

  function hasOne(text: string): boolean {
    if (hasPlain(text)) return true
    for (let at = text.indexOf(JSON_IN_BASE64); at >= 0;) {
      const end = text.indexOf('&', at)
      const run = end < 0 ? text.slice(at) : text.slice(at, end)
      if (isInAnyLayer(fromBase64(run), hasPlain)) return true
      at = end < 0 ? -1 : text.indexOf(JSON_IN_BASE64, end)
    }
    return false
  }

  function hasPlain(text: string): boolean {
    return (
      index.isIn(text) ||
      (words.size > 0 && text.split(BETWEEN_WORDS).some((word) => words.has(fold(word))))
    )
  }
}

/**
 * The start of a JSON object in base64, as in a cursor. The index finds secrets in base64, but not
 * those that are escaped in the JSON, or in capitals.
 */
const JSON_IN_BASE64 = 'eyJ'

const BETWEEN_WORDS = /[\s,;:|&=?/"'`<>()[\]{}]+/
