// Reads and writes numbers as PHP does.

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

const MAX_DIGITS = String(INT64_MAX).length
/** A longer number is compared as a float, because reading all its digits takes long. */
const MAX_EXACT = 5000

/**
 * filter_var($text, FILTER_VALIDATE_INT): an optional sign, then 0 or digits without a leading
 * zero. Undefined for other texts and beyond 64 bits.
 */
export function parseInteger(text: string): bigint | undefined {
  const digits = /^[ \t\n\r\v\0]*([+-]?)(0|[1-9]\d*)[ \t\n\r\v\0]*$/.exec(text)
  if (!digits || (digits[2] ?? '').length > MAX_DIGITS) return undefined
  const size = BigInt(digits[2] ?? 0)
  const integer = digits[1] === '-' ? -size : size
  return integer >= INT64_MIN && integer <= INT64_MAX ? integer : undefined
}

/** is_numeric($text). */
export const isNumeric = (text: string): boolean =>
  /^[ \t\n\r\v\f]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[ \t\n\r\v\f]*$/.test(text)

/**
 * Returns -1, 0 or 1 when a numeric text is below, equal to or above a whole number. All digits
 * count, unless the text is longer than MAX_EXACT.
 * The exponent must be small; Laravel refuses exponents above 1000.
 */
export function compareDecimal(text: string, whole: number): number {
  if (text.length > MAX_EXACT) return Math.sign(Number(text) - whole)
  const [, sign = '', integral = '', fraction = '', exponent = '0'] =
    /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/.exec(text) ?? []
  const shift = Number(exponent) - fraction.length
  const digits = BigInt(`0${integral}${fraction}`) * (sign === '-' ? -1n : 1n)
  const left = shift > 0 ? digits * 10n ** BigInt(shift) : digits
  const right = shift < 0 ? BigInt(whole) * 10n ** BigInt(-shift) : BigInt(whole)
  return left < right ? -1 : left > right ? 1 : 0
}

const PRECISION = 14

/**
 * (string) $number with the ini setting precision = 14: 3.0 is `3`, 1e25 is `1.0E+25`. A whole
 * number within ±2^53 may be a PHP integer, and is written in full.
 * Mirrors zend_gcvt() in php-src.
 */
export function numberToText(value: number): string {
  if (Object.is(value, -0)) return '-0'
  if (Number.isSafeInteger(value)) return String(value)
  const [mantissa = '', exponent = ''] = value.toExponential(PRECISION - 1).split('e')
  const digits = mantissa.replace(/\.?0+$/, '')
  if (Number(exponent) >= -4 && Number(exponent) < PRECISION)
    return String(Number(`${digits}e${exponent}`))
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`
}

/** (int) $float for a float beyond 64 bits. Wraps around like zend_dval_to_lval(). */
export const wrapToInt64 = (value: number): bigint => BigInt.asIntN(64, BigInt(value))
