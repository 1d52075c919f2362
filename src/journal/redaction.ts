// Replaces credentials in the texts of a request before they are stored: texts that look like
// credentials (credentials.ts), and the secrets of this mock.

import { HIDDEN, redactTarget, splitQuery } from './credentials.ts'
import { createOwnSecrets, type OwnSecrets } from './own-secrets.ts'

/** A parameter with more `=` that holds a secret is hidden with its name. */
const MAX_PARTS = 8

export type Redaction = ReturnType<typeof createRedaction>

/** `own` holds the secrets of this mock. */
export function createRedaction(own: OwnSecrets = createOwnSecrets()) {
  return {
    version: own.version,
    learn: own.learn,
    isOwnIn: own.isIn,
    target,
    header,
    sentence,
    error,
    value,
  }

  /** A request target with `***` for every credential. */
  function target(text: string): string {
    return redactTarget(own.isIn(text) ? hideInTarget(text) : text)
  }

  /** A header's value with `***` for every credential. */
  function header(text: string): string {
    return redactTarget(own.isIn(text) ? hideInWords(text) : text)
  }

  /** A message with `***` for every secret of this mock. Texts that only look like one stay. */
  function sentence(text: string): string {
    return own.isIn(text) ? hideInWords(text) : text
  }

  /** An error for the log: the same one if it holds no secret of this mock, else a clean copy. */
  function error(thrown: unknown): unknown {
    if (!(thrown instanceof Error)) return typeof thrown === 'string' ? sentence(thrown) : thrown
    const { name, message, stack = message } = thrown
    if (!own.isIn(`${message}\n${stack}`)) return thrown
    return Object.assign(new Error(sentence(message)), { name, stack: sentence(stack) })
  }

  /** A value for JSON: the same value if it holds no secret of this mock, else a clean copy. */
  function value(given: unknown): unknown {
    if (typeof given === 'string') return sentence(given)
    if (typeof given !== 'object' || given === null || !own.isIn(JSON.stringify(given)))
      return given
    if (Array.isArray(given)) return given.map(value)
    return Object.fromEntries(
      Object.entries(given).map(([name, item]) => [sentence(name), value(item)]),
    )
  }

  function hideInWords(text: string): string {
    return unlessLeft(
      text
        .split(/([\s,;"'`()<>]+)/)
        .map(hideInWord)
        .join(''),
      HIDDEN,
    )
  }

  function hideInWord(word: string): string {
    if (!own.isIn(word)) return word
    return /[/?]/.test(word) ? hideInTarget(word) : HIDDEN
  }

  function hideInTarget(text: string): string {
    const { path, query } = splitQuery(text)
    const cleanPath = unlessLeft(
      path.split('/').map(hide).join('/'),
      path.startsWith('/') ? `/${HIDDEN}` : HIDDEN,
    )
    if (query === undefined) return cleanPath
    const pairs = query.split('&').map(hideInPair).join('&')
    return unlessLeft(`${cleanPath}?${unlessLeft(pairs, HIDDEN)}`, HIDDEN)
  }

  function hideInPair(pair: string): string {
    const equals = pair.indexOf('=')
    if (equals < 0 || !own.isIn(pair)) return hide(pair)
    const [name, text] = [pair.slice(0, equals), pair.slice(equals + 1)]
    if (isAcross(name, text)) return HIDDEN
    return unlessLeft(`${hide(name)}=${hide(text)}`, HIDDEN)
  }

  /**
   * Whether a secret with a `=` inside begins in the name of a parameter. If the value alone were
   * hidden, most of that secret would stay.
   */
  function isAcross(name: string, text: string): boolean {
    const parts = text.split('=', MAX_PARTS + 1)
    if (parts.length > MAX_PARTS) return true
    for (let count = 1; count < parts.length; count++) {
      const start = parts.slice(0, count).join('=')
      if (own.isIn(start)) return false
      if (own.isIn(`${name}=${start}`)) return true
    }
    return false
  }

  function hide(text: string): string {
    return unlessLeft(text, HIDDEN)
  }

  /** Returns `whole` if the text still has a secret: a separator may stand inside a secret. */
  function unlessLeft(text: string, whole: string): string {
    return own.isIn(text) ? whole : text
  }
}
