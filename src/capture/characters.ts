// Finds the characters that may replace a character: same script, same case, same length.

/** A set of characters to choose from. */
export type Pool = { readonly size: number; readonly at: (index: number) => string }

/** Undefined for spaces, punctuation and format characters, which carry no meaning of their own. */
export function poolOf(character: string): Pool | undefined {
  if (known.has(character)) return known.get(character)
  const pool = choosePool(character)
  known.set(character, pool)
  return pool
}

const known = new Map<string, Pool | undefined>()

const listed = (characters: string): Pool => {
  const list = Array.from(characters)
  return { size: list.length, at: (index) => list[index] ?? '' }
}

const range = (first: number, last: number): Pool => ({
  size: last - first + 1,
  at: (index) => String.fromCodePoint(first + index),
})

export const digits = listed('0123456789')
export const firstDigits = listed('123456789')
const vowels = 'aeiou'
const consonants = 'bcdfghjklmnprstvwz'
const marked = 'àáâãäåèéêëìíîïòóôõöùúûüñç'
const cyrillic = 'абвгдежзийклмнопрстуфхцчшщъыьэюя'
const astral = range(0x1f345, 0x1f37a)

/**
 * The first alphabet that holds the letter decides. Letters are lower case here; a capital is
 * replaced by a capital.
 */
const alphabets = [vowels, 'bcdfghjklmnpqrstvwxyz', cyrillic].map((letters) => ({
  letters: new Set(letters),
  pool: listed(letters.startsWith('b') ? consonants : letters),
  capitals: listed((letters.startsWith('b') ? consonants : letters).toUpperCase()),
}))

const ranges: readonly { fits: RegExp; pool: Pool }[] = [
  { fits: /^[0-9]$/, pool: digits },
  { fits: /^[\u3400-\u9fff]$/, pool: range(0x4e00, 0x9fa5) },
  { fits: /^[\u{20000}-\u{2a6df}]$/u, pool: range(0x20000, 0x2a6d6) },
  { fits: /^[\uac00-\ud7a3]$/, pool: range(0xac00, 0xd7a3) },
  { fits: /^[\u3041-\u3096]$/, pool: range(0x3042, 0x3093) },
  { fits: /^[\u30a1-\u30fa]$/, pool: range(0x30a2, 0x30f3) },
  { fits: /^[\u0300-\u036f]$/, pool: range(0x0300, 0x030c) },
  { fits: /^[\u{1f1e6}-\u{1f1ff}]$/u, pool: range(0x1f1e6, 0x1f1ff) },
  { fits: /^[\u{1f3fb}-\u{1f3ff}]$/u, pool: range(0x1f3fb, 0x1f3ff) },
  { fits: /^[\u{e0020}-\u{e007e}]$/u, pool: range(0xe0061, 0xe007a) },
  { fits: /^[\u{10000}-\u{10ffff}]$/u, pool: astral },
]

const categories = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No So Sk Co Cn'
  .split(' ')
  .map((name) => new RegExp(`^\\p{${name}}$`, 'u'))

const pictographs = listed('☀☁☂☃★☆☎☕☘☮☯♠♣♥♦♫')

function choosePool(character: string): Pool | undefined {
  const category = categories.find((pattern) => pattern.test(character))
  if (category === undefined && !/^[\u{e0020}-\u{e007e}]$/u.test(character)) return undefined
  const lower = character.toLowerCase()
  const alphabet = alphabets.find(({ letters }) => letters.has(lower))
  if (alphabet) return lower === character ? alphabet.pool : alphabet.capitals
  if (/^[\u00c0-\u024f]$/.test(character))
    return listed(lower === character ? marked : marked.toUpperCase())
  const rest = ranges.find(({ fits }) => fits.test(character))
  if (rest && !isLetterOutsideOfLatin(character)) return rest.pool
  return neighbours(character, category ?? /./u) ?? rest?.pool ?? pictographs
}

/** A letter outside the Basic Multilingual Plane is replaced by a letter of its own script. */
const isLetterOutsideOfLatin = (character: string): boolean =>
  /^[\u{10000}-\u{1efff}]$/u.test(character) && /^[\p{L}\p{M}\p{N}]$/u.test(character)

/** Characters of the same category among the 64 or 256 code points around the character. */
function neighbours(character: string, category: RegExp): Pool | undefined {
  const code = character.codePointAt(0) ?? 0
  for (const width of [64, 256]) {
    const first = code - (code % width)
    const near = Array.from({ length: width }, (_, index) => first + index)
      .filter((point) => point < 0xd800 || point > 0xdfff)
      .map((point) => String.fromCodePoint(point))
      .filter((other) => other.length === character.length && category.test(other))
    if (near.length >= MIN_NEIGHBOURS) return listed(near.join(''))
  }
  return undefined
}

const MIN_NEIGHBOURS = 8

/** For long runs of punctuation, which may carry a meaning of their own. */
export const punctuation = (character: string): Pool =>
  character.length > 1 ? astral : listed('.,;:-_!?*+=~#%')
