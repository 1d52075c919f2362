// The secrets of this mock: the tokens of users and the admin token. Finds them in other texts, however those are escaped.

import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import { isAscii } from '../php/bytes.ts'
import { createSecretIndex, fold, type SecretIndex, WINDOW } from './secret-index.ts'

/** Tokens that may change: the version does then. */
export type Tokens = { readonly version: () => number; readonly texts: () => readonly string[] }

export type OwnSecrets = ReturnType<typeof createOwnSecrets>

/** A shorter one is a word like any other. */
const MIN_LENGTH = 4
/** Tokens that are valid no more, which clients may send all the same. */
const MAX_GONE = 20_000
const MIN_CAPACITY = 128
const GROWTH = 8
/** Text that is escaped more often is not looked at. */
const MAX_LAYERS = 8

/** Words that every honest request holds are no secret, although somebody may take one for a key. */
const COMMON = fold(
  '/api/user/conversations?page&cursor&type application/json text/html nicecall aiployees autocalls combined',
)

const noTokens: Tokens = { version: () => 0, texts: () => [] }

/** `always`: secrets besides the tokens. */
export function createOwnSecrets(always: readonly string[] = [], tokens: Tokens = noTokens) {
  const known = new Set(always)
  let capacity = MIN_CAPACITY
  let index = createSecretIndex(capacity)
  const words = new Set<string>()
  let tokensVersion: number | undefined
  let version = 0
  const inTurn = createQueue()
  /** Tokens that are learned and not yet valid. */
  let learned: ReadonlySet<string> = new Set()
  for (const text of always) add(text)
  return { version: followTokens, learn, isIn }

  /** In turns, for tokens that will be valid soon: they are known when it ends. */
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
        // A token that is added meanwhile comes last.
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
    const mayBeFull = known.size - always.length - current.length > MAX_GONE
    const wasForgotten = mayBeFull && atOnce(forgetGone(new Set([...current, ...learned])))
    if (wasForgotten || known.size > capacity) rebuild()
    else for (const text of added) add(text)
    return version
  }

  /** The oldest that are valid no more, when there are too many. */
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

  /** Headers bring a text as the bytes of its UTF-8, each as one character. */
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
    return (
      index.isIn(text) ||
      (words.size > 0 && text.split(BETWEEN_WORDS).some((word) => words.has(fold(word))))
    )
  }
}

function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

const BETWEEN_WORDS = /[\s,;:|&=?/"'`<>()[\]{}]+/

/** Of URLs, of JSON, and of HTML. */
const ESCAPE = /%[\da-f]{2}|\\|&#/i
const EVERY_ESCAPE =
  /%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x0*([\da-f]{1,4});?|&#0*(\d{1,5});?|\\([^ux])/gi

const resolveEscapes = (text: string): string =>
  text.replaceAll(
    EVERY_ESCAPE,
    (
      _escape,
      byte?: string,
      unit?: string,
      code?: string,
      hex?: string,
      decimal?: string,
      character?: string,
    ) => {
      if (decimal !== undefined) return String.fromCharCode(Number(decimal))
      const digits = byte ?? unit ?? code ?? hex
      return digits === undefined
        ? (character ?? '')
        : String.fromCharCode(Number.parseInt(digits, 16))
    },
  )
