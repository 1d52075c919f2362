// The texts that must not be in a dataset: whole values, and the words in them.

/** A shorter text says nothing by itself. */
const MIN_CHARACTERS = 4
const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** Parts of times and links, which are everywhere. */
const COMMON = /^(?:(?:19|20)\d\d|0+z?|https?)$/

/** A few signs say nothing, or a smile would be somebody's. */
const TELLING = /[\p{L}\p{N}\p{So}]|\S{4}/u

export type Originals = ReturnType<typeof createOriginals>

export function createOriginals() {
  const texts = new Set<string>()
  /** By their last four UTF-16 units. */
  const byEnd = new Map<string, string[]>()

  function addText(text: string): void {
    if (COMMON.test(text) || !TELLING.test(text) || texts.has(text)) return
    if (text.length < MIN_CHARACTERS || Array.from(text).length < MIN_CHARACTERS) return
    texts.add(text)
    const end = text.slice(-MIN_CHARACTERS)
    const others = byEnd.get(end)
    if (others) others.push(text)
    else byEnd.set(end, [text])
  }

  return {
    /** In any case of letters. */
    add(value: string): void {
      const text = fold(value.trim())
      addText(text)
      for (const [word] of text.matchAll(WORD)) addText(word)
    },
    /** Without its words: the parts of a uuid are as many as there can be. */
    addWhole: (value: string): void => addText(fold(value.trim())),
    /** An original that ends where the text ends, after so many units. */
    endingAt(text: string, end = text.length): string | undefined {
      if (end < MIN_CHARACTERS) return undefined
      const candidates = byEnd.get(text.slice(end - MIN_CHARACTERS, end))
      return candidates?.find((original) => text.endsWith(original, end))
    },
    /** An original in a text. A short number counts only where no other digit is beside it. */
    findIn(value: string): string | undefined {
      const text = fold(value)
      for (let end = MIN_CHARACTERS; end <= text.length; end++) {
        const original = this.endingAt(text, end)
        if (original !== undefined && !isPartOfNumber(text, end - original.length, end))
          return original
      }
      return undefined
    },
    has: (value: string): boolean => texts.has(fold(value.trim())),
    size: (): number => texts.size,
  }
}

const SHORT_NUMBER = /^\p{Nd}{1,6}$/u
const DIGIT = /^\p{Nd}$/u

/** There are so few of them that they come out by chance, in the middle of longer ones. */
const isShortNumber = (text: string): boolean => SHORT_NUMBER.test(text)

const isPartOfNumber = (text: string, start: number, end: number): boolean =>
  isShortNumber(text.slice(start, end)) &&
  (DIGIT.test(text[start - 1] ?? '') || DIGIT.test(text[end] ?? ''))

/** Lower case of the same length. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from(text, (character) => {
    const small = character.toLowerCase()
    return small.length === character.length ? small : character
  }).join('')
}
