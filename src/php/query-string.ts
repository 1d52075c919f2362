// Query strings as PHP reads them (parse_str, $_GET) and writes them (http_build_query with PHP_QUERY_RFC3986).

import { fromBinary, toBytes } from './bytes.ts'

/** A value in $_GET or in a decoded JSON body. Integer keys are written as canonical decimals, as PHP prints them. */
export type InputValue = null | boolean | number | bigint | string | InputArray
export type InputArray = Map<string, InputValue>

const MAX_INPUT_VARS = 1000
const MAX_NESTING = 64

/** More than max_input_vars variables or max_input_nesting_level levels: PHP warns and Laravel turns the warning into a 500. */
export class InputLimitError extends Error {
  override name = 'InputLimitError'
}

/** $_GET for a raw query string (each character one byte). Mirrors php_default_treat_data() in php-src. */
export function parseQuery(raw: string): InputArray {
  const input: InputArray = new Map()
  if (raw === '') return input
  let count = 0
  for (const pair of raw.split('&')) {
    if (pair === '') continue
    if (++count > MAX_INPUT_VARS) throw new InputLimitError()
    const equals = pair.indexOf('=')
    const name = urlDecode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : fromBinary(urlDecode(pair.slice(equals + 1)))
    register(input, name, value)
  }
  return input
}

/** http_build_query($input, '', '&', PHP_QUERY_RFC3986): null is dropped, brackets are escaped, indexes explicit. */
export function buildQuery(input: InputArray): string {
  const pairs: string[] = []
  appendPairs(pairs, input, '')
  return pairs.join('&')
}

/** rawurldecode() of a binary string; a bad escape stays as it is. */
export function rawUrlDecode(text: string): string {
  if (!text.includes('%')) return text
  const bytes = Buffer.from(text, 'latin1')
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    let byte = bytes[at] ?? 0
    if (byte === PERCENT) {
      const high = hexOf(bytes[at + 1])
      const low = hexOf(bytes[at + 2])
      if (high >= 0 && low >= 0) {
        byte = high * 16 + low
        at += 2
      }
    }
    bytes[length++] = byte
  }
  return bytes.toString('latin1', 0, length)
}

const PERCENT = 0x25

/** The value of a hexadecimal digit, -1 for any other byte and none. */
function hexOf(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** rawurlencode(): everything but letters, digits and -_.~ */
export const rawUrlEncode = (text: string): string =>
  /^[\w.~-]*$/.test(text)
    ? text
    : toBytes(text)
        .toString('latin1')
        .replace(
          /[^\w.~-]/g,
          (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
        )

const urlDecode = (text: string): string =>
  rawUrlDecode(text.includes('+') ? text.replaceAll('+', ' ') : text)

/**
 * Puts one variable in its place: `a[k][]=x` makes arrays, a space or a dot in the name becomes an underscore, and so does
 * a bracket that is never closed. Mirrors php_register_variable_ex(), which sees the name as a C string.
 */
function register(input: InputArray, binaryName: string, value: string): void {
  const name = (binaryName.split('\0', 1)[0] ?? '').replace(/^ +/, '')
  const bracket = name.indexOf('[')
  const base = toUnderscores(bracket < 0 ? name : name.slice(0, bracket))
  if (base === '') return
  if (bracket < 0) return void input.set(fromBinary(base), value)

  const keys: (string | undefined)[] = [base]
  let at = bracket
  while (name[at] === '[') {
    if (keys.length > MAX_NESTING) throw new InputLimitError()
    const close = name.indexOf(']', at)
    if (close < 0) {
      if (keys.length === 1)
        keys[0] = toUnderscores(`${base}_${name.slice(at + 1)}`).replaceAll('[', '_')
      break
    }
    const key = name.slice(at + 1, close)
    keys.push(/^[ \t\n\v\f\r]?$/.test(key) ? undefined : key)
    at = close + 1
  }
  store(input, keys, value)
}

const toUnderscores = (name: string): string => name.replaceAll(' ', '_').replaceAll('.', '_')

function store(input: InputArray, keys: (string | undefined)[], value: string): void {
  let array = input
  for (const key of keys.slice(0, -1)) {
    const name = key === undefined ? nextIndex(array) : fromBinary(key)
    const found = array.get(name)
    const inner: InputArray = found instanceof Map ? found : new Map()
    if (found !== inner) array.set(name, inner)
    array = inner
  }
  const last = keys.at(-1)
  array.set(last === undefined ? nextIndex(array) : fromBinary(last), value)
}

const INTEGER_KEY = /^(?:0|-?[1-9]\d{0,17})$/

function nextIndex(array: InputArray): string {
  let next = 0
  for (const key of array.keys()) if (INTEGER_KEY.test(key)) next = Math.max(next, Number(key) + 1)
  return String(next)
}

function appendPairs(pairs: string[], input: InputArray, prefix: string): void {
  for (const [key, value] of input) {
    const name = prefix === '' ? rawUrlEncode(key) : `${prefix}%5B${rawUrlEncode(key)}%5D`
    if (value instanceof Map) appendPairs(pairs, value, name)
    else if (value !== null) pairs.push(`${name}=${rawUrlEncode(toQueryText(value))}`)
  }
}

const toQueryText = (value: boolean | number | bigint | string): string =>
  typeof value === 'boolean' ? (value ? '1' : '0') : String(value)

/** array_merge(): integer keys are renumbered from 0, string keys keep their place. */
export function mergeArrays(first: InputArray, second: InputArray): InputArray {
  const merged: InputArray = new Map()
  let index = 0
  for (const array of [first, second]) {
    for (const [key, value] of array)
      merged.set(INTEGER_KEY.test(key) ? String(index++) : key, value)
  }
  return merged
}
