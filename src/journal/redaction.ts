// Takes credentials out of request targets and header values before anything remembers them.

import { editionNames, editions } from '../editions.ts'
import { rawUrlDecode } from '../php/query-string.ts'

const documented = new Set(editionNames.flatMap((name): readonly string[] => editions[name].parameters))

// Nearly every target: parameters of the API with plain values. Much faster to see than that nothing is suspicious.
const HARMLESS = new RegExp(`^/[\\w/-]*(?:\\?(?:(?:${[...documented].join('|')})=[\\w-]*(?:&|$))*)?$`)

// True of everything that the expressions below find, and of little else; `%4`..`%7` begin an escaped letter, `%25` an escaped escape.
const SUSPICIOUS = /token|key|pass|pwd|secret|bearer|auth|credential|jwt|sig|:\/\/|\||\.eyj|%(?:25|[4-7])/i

const NAME =
  /token|passw(?:or)?d|passphrase|secret|bearer|authori[sz]ation|credential|jwt|(?:api|access|auth|private|client|admin)[^a-z0-9]?key|(?:^|[^a-z])(?:key|auth|pass|pwd|sig|signature)(?![a-z])/i

// In this order: an assignment within a value, `Bearer …`, Sanctum's `id|secret`, a JSON web token, user and password of a URL.
const VALUE = new RegExp(
  `(?:${NAME.source})["'\\]\\s]*[=:]\\s*\\S|bearer[\\s:=]+\\S|\\d\\|[^\\s|]{20}|[\\w-]\\.eyJ[\\w-]|:\\/\\/[^\\s/@]*@`,
  'i',
)

const HIDDEN = '***'

/** A request target with `***` for what looks like a credential, however its name is escaped. Text of other kinds passes as well. */
export const redactTarget = (target: string): string =>
  HARMLESS.test(target) || !SUSPICIOUS.test(target) ? target : redactSuspicious(target)

function redactSuspicious(target: string): string {
  const end = target.indexOf('?')
  const path = redactPath(end < 0 ? target : target.slice(0, end))
  if (end < 0) return path
  return `${path}?${target
    .slice(end + 1)
    .split('&')
    .map(redactPair)
    .join('&')}`
}

function redactPath(path: string): string {
  const redacted = redactPair(path)
  return redacted === HIDDEN && path.startsWith('/') ? `/${HIDDEN}` : redacted
}

function redactPair(pair: string): string {
  const equals = pair.indexOf('=')
  if (equals < 0) return VALUE.test(decode(pair)) ? HIDDEN : pair
  const name = pair.slice(0, equals)
  const value = pair.slice(equals + 1)
  const decodedName = decode(name)
  if (VALUE.test(decodedName)) return HIDDEN
  return value !== '' && (NAME.test(decodedName) || VALUE.test(decode(value))) ? `${name}=${HIDDEN}` : pair
}

const MAX_LAYERS = 3

/** Escapes resolved as often as someone on the way may have escaped them. */
function decode(text: string): string {
  let decoded = text.replaceAll('+', ' ')
  for (let layer = 0; layer < MAX_LAYERS && decoded.includes('%'); layer++) decoded = rawUrlDecode(decoded)
  return decoded
}
