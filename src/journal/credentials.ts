// Finds texts that look like credentials in the target of a request, and replaces them.

import { documentedParameters } from '../editions.ts'
import { rawUrlDecode } from '../php/url-encoding.ts'

export const HIDDEN = '***'

// Matches nearly every target: parameters of the API with plain values. This test is much faster
// than SUSPICIOUS.
const HARMLESS = new RegExp(
  `^/api/user/conversations/?(?:\\?(?:(?:${[...documentedParameters].join('|')})=[\\w-]*(?:&|$))*)?$`,
)

// A quick test that matches every text in which the expressions below match, and few others.
// `%4` to `%7` begin an escaped letter, `%25` begins an escape of an escape.
const SUSPICIOUS =
  /token|key|pass|pwd|secret|bearer|auth|credential|jwt|sig|sess|code|pin|otp|sid|cookie|csrf|xsrf|nonce|:\/\/|\||\.eyj|%(?:25|[4-7])/i

const NAME =
  /token|passw(?:or)?d|passphrase|passcode|secret|bearer|authori[sz]ation|credential|jwt|(?:api|access|auth|private|client|admin)[^a-z0-9]?key|(?:^|[^a-z])(?:key|auth|pass|pwd|sig|signature)(?![a-z])/i

/** Names that count only in an assignment, because they mean something else in most texts. */
const ASSIGNED_NAME =
  /session|sessid|cookie|[cx]srf|(?<![a-z])(?:sess|sid|pin|[th]?otp|nonce)(?![a-z])/i

/** Names that count only as names of parameters. Elsewhere, `code=503` may be a status. */
const PARAMETER_NAME = new RegExp(
  `${ASSIGNED_NAME.source}|(?:(?<![a-z])|auth|access|login|verification|security|reset|invite|pin|otp|sms)code(?![a-z])`,
  'i',
)

const assigned = (before: string, name: RegExp): string =>
  `${before}[\\w[\\]-]{0,32}(?:${name.source})[\\w\\]-]{0,32}=[^&\\s]`

// Finds, in this order: an assignment inside a value, the same for two kinds of names,
// `Bearer …`, Sanctum's `id|secret`, a JSON web token, and the user and password of a URL.
const VALUE = new RegExp(
  `(?:${NAME.source})["'\\]\\s]*[=:]\\s*\\S|${assigned('(?:^|[;,\\s])', ASSIGNED_NAME)}|${assigned('[?&]', PARAMETER_NAME)}|bearer[\\s:=]+\\S|\\d\\|[^\\s|]{20}|[\\w-]\\.eyJ[\\w-]|:\\/\\/[^\\s/@]*@`,
  'i',
)

/** A segment of a path that is followed by a credential. */
const BEFORE_CREDENTIAL =
  /(?:^|[^a-z])(?:token|key|apikey|secret|password|session|sid|jwt|otp|pin|code)$|^reset-password$/i

/** Whether a name, or any word of a longer text, is a usual name for a credential. */
export function namesCredential(text: string): boolean {
  const decoded = decode(text)
  return isName(NAME, decoded) || isName(PARAMETER_NAME, decoded)
}

/**
 * A request target with `***` for every text that looks like a credential, also when its name is
 * escaped. It also takes other texts.
 */
export const redactTarget = (target: string): string =>
  HARMLESS.test(target) || !SUSPICIOUS.test(target) ? target : redactSuspicious(target)

function redactSuspicious(target: string): string {
  const { path, query } = splitQuery(target)
  const redacted = redactSegments(redactPath(path))
  return query === undefined
    ? redacted
    : `${redacted}?${query.split('&').map(redactPair).join('&')}`
}

export function splitQuery(target: string): {
  readonly path: string
  readonly query: string | undefined
} {
  const end = target.indexOf('?')
  return end < 0
    ? { path: target, query: undefined }
    : { path: target.slice(0, end), query: target.slice(end + 1) }
}

function redactPath(path: string): string {
  const redacted = redactAssignment(path)
  return redacted === HIDDEN && path.startsWith('/') ? `/${HIDDEN}` : redacted
}

/** Replaces credentials in a path, as in `/reset/token/…` or `/list;jsessionid=…`. */
function redactSegments(path: string): string {
  const segments = path.split('/')
  return segments
    .map((segment, index) => redactSegment(segment, index > 1 ? (segments[index - 1] ?? '') : ''))
    .join('/')
}

function redactSegment(segment: string, before: string): string {
  if (segment !== '' && BEFORE_CREDENTIAL.test(decode(before))) return HIDDEN
  const [name, ...parameters] = segment.split(';')
  return [name, ...parameters.map(redactPair)].join(';')
}

function redactPair(pair: string): string {
  const equals = pair.indexOf('=')
  if (equals < 0) return VALUE.test(decode(pair)) ? HIDDEN : pair
  const isNamed = isName(PARAMETER_NAME, decode(pair.slice(0, equals))) && equals + 1 < pair.length
  return isNamed ? `${pair.slice(0, equals)}=${HIDDEN}` : redactAssignment(pair)
}

/** Replaces the credential in a text such as `name=value`; the text may be a whole path. */
function redactAssignment(text: string): string {
  const equals = text.indexOf('=')
  if (equals < 0) return VALUE.test(decode(text)) ? HIDDEN : text
  const name = text.slice(0, equals)
  const value = text.slice(equals + 1)
  const decodedName = decode(name)
  if (VALUE.test(decodedName)) return HIDDEN
  const isNamed = isName(NAME, decodedName) || isName(ASSIGNED_NAME, lastWordOf(decodedName))
  const isHidden = value !== '' && (isNamed || VALUE.test(decode(value)))
  return isHidden ? `${name}=${HIDDEN}` : text
}

/**
 * The last word of a sentence; empty if something else than a comma or a space stands before it.
 */
const lastWordOf = (text: string): string => /(?:^|[,\s])([\w[\]-]*)$/.exec(text)?.[1] ?? ''

/** Whether a name has a word of `names`. In camelCase, each capital letter begins a word. */
const isName = (names: RegExp, name: string): boolean =>
  names.test(name) || names.test(name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_'))

const MAX_LAYERS = 3

/** Resolves escapes up to MAX_LAYERS times, because a text may be escaped several times. */
function decode(text: string): string {
  let decoded = text.replaceAll('+', ' ')
  for (let layer = 0; layer < MAX_LAYERS && decoded.includes('%'); layer++)
    decoded = rawUrlDecode(decoded)
  return decoded
}
