// Reads variables from queries and forms as PHP does (parse_str, $_GET, $_POST), and writes them
// (http_build_query with PHP_QUERY_RFC3986).

import { fromBinary, replaceCharacters } from './bytes.ts'
import {
  type InputScalar,
  type InputArray,
  type UploadedFile,
  isScalar,
  InputLimitError,
  INTEGER_KEY,
} from './input-array.ts'
import { rawUrlDecode, rawUrlEncode } from './url-encoding.ts'

const MAX_INPUT_VARS = 1000
const MAX_NESTING = 64

/**
 * $_GET for a raw query string, in which each character stands for one byte.
 * Mirrors php_default_treat_data() in php-src.
 */
export function parseQuery(raw: string): InputArray {
  const input: InputArray = new Map()
  if (raw === '') return input
  let count = 0
  for (const pair of raw.split('&')) {
    if (pair === '') continue
    if (++count > MAX_INPUT_VARS) throw new InputLimitError()
    registerPair(input, pair)
  }
  return input
}

/**
 * $_POST for the body of a form, in which each character stands for one byte. PHP reads one
 * variable more than in a query, and drops the others without a warning.
 * Mirrors add_post_vars() in php-src, which counts empty pairs too.
 */
export function parseForm(raw: string): InputArray {
  const input: InputArray = new Map()
  let start = 0
  for (let count = 0; start < raw.length && count <= MAX_INPUT_VARS; count++) {
    const end = raw.indexOf('&', start)
    const pair = raw.slice(start, end < 0 ? undefined : end)
    leaveOutTooDeep(input, () => registerPair(input, pair))
    start = end < 0 ? raw.length : end + 1
  }
  return input
}

/** Adds a variable of a multipart body. The name and a text value are binary strings. */
export function registerPart(input: InputArray, name: string, value: string | UploadedFile): void {
  const given = typeof value === 'string' ? fromBinary(value) : value
  leaveOutTooDeep(input, () => register(input, name, given))
}

function leaveOutTooDeep(input: InputArray, put: () => void): void {
  try {
    put()
  } catch (error) {
    if (!(error instanceof InputLimitError)) throw error
    if (error.variable !== undefined) input.delete(error.variable)
  }
}

function registerPair(input: InputArray, pair: string): void {
  const equals = pair.indexOf('=')
  const name = urlDecode(equals < 0 ? pair : pair.slice(0, equals))
  register(input, name, equals < 0 ? '' : fromBinary(urlDecode(pair.slice(equals + 1))))
}

/**
 * http_build_query($input, '', '&', PHP_QUERY_RFC3986). It drops null, escapes brackets and writes
 * every index.
 */
export function buildQuery(input: InputArray): string {
  const pairs: string[] = []
  appendPairs(pairs, input, '')
  return pairs.join('&')
}

const urlDecode = (text: string): string =>
  rawUrlDecode(text.includes('+') ? replaceCharacters(text, '+', ' ') : text)

/**
 * Adds one variable. `a[k][]=x` makes nested arrays. A space, a dot or an unclosed bracket in the
 * name becomes an underscore.
 * Mirrors php_register_variable_ex(), which reads the name as a C string, up to the first NUL.
 */
function register(input: InputArray, binaryName: string, value: string | UploadedFile): void {
  if (PLAIN_NAME.test(binaryName)) return void input.set(binaryName, value)
  const name = (binaryName.split('\0', 1)[0] ?? '').replace(/^ +/, '')
  const bracket = name.indexOf('[')
  const base = toUnderscores(bracket < 0 ? name : name.slice(0, bracket))
  if (base === '') return
  if (bracket < 0) return void input.set(fromBinary(base), value)

  const keys: (string | undefined)[] = [base]
  let at = bracket
  while (name[at] === '[') {
    if (keys.length > MAX_NESTING) throw new InputLimitError(fromBinary(base))
    const close = name.indexOf(']', at)
    if (close < 0) {
      if (keys.length === 1)
        keys[0] = replaceCharacters(`${base}_${name.slice(at + 1)}`, ' .[', '_')
      break
    }
    const key = name.slice(at + 1, close)
    keys.push(/^[ \t\n\v\f\r]?$/.test(key) ? undefined : key)
    at = close + 1
  }
  store(input, keys, value)
}

/** Nearly all names have only such characters, which stay as they are. */
const PLAIN_NAME = /^\w+$/

const toUnderscores = (name: string): string => replaceCharacters(name, ' .', '_')

function store(
  input: InputArray,
  keys: (string | undefined)[],
  value: string | UploadedFile,
): void {
  let array = input
  for (const key of keys.slice(0, -1)) {
    const name = key === undefined ? nextIndex(array) : fromBinary(key)
    const known = array.get(name)
    const inner: InputArray = known instanceof Map ? known : new Map()
    if (known !== inner) array.set(name, inner)
    array = inner
  }
  const last = keys.at(-1)
  array.set(last === undefined ? nextIndex(array) : fromBinary(last), value)
}

function nextIndex(array: InputArray): string {
  let next = 0
  for (const key of array.keys()) if (INTEGER_KEY.test(key)) next = Math.max(next, Number(key) + 1)
  return String(next)
}

function appendPairs(pairs: string[], input: InputArray, prefix: string): void {
  for (const [key, value] of input) {
    const name = prefix === '' ? rawUrlEncode(key) : `${prefix}%5B${rawUrlEncode(key)}%5D`
    if (value instanceof Map) appendPairs(pairs, value, name)
    else if (isScalar(value) && value !== null)
      pairs.push(`${name}=${rawUrlEncode(toQueryText(value))}`)
  }
}

const toQueryText = (value: Exclude<InputScalar, null>): string =>
  typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
