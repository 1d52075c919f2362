// The texts that must not appear in a dataset: whole values and their words.

/** A shorter text is too common to identify anything. */
const MIN_CHARACTERS = 4
const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** Parts of times and links, which appear everywhere. */
const COMMON = /^(?:(?:19|20)\d\d|0+z?|https?)$/

/**
 * A text needs a letter, a digit, an emoji or four other characters. Otherwise a smiley would count
 * as an original.
 */
const TELLING = /[\p{L}\p{N}\p{So}]|\S{4}/u

export type Originals = ReturnType<typeof createOriginals>

export function createOriginals() {
  const texts = new Set<string>()
  /** The texts by their last four UTF-16 units. */
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
    /** Adds a value and each of its words. Upper and lower case count as the same. */
    add(value: string): void {
      const text = fold(value.trim())
      addText(text)
      for (const [word] of text.matchAll(WORD)) addText(word)
    },
    /** Adds a value without its words. A uuid has parts like `97d3`, which appear by chance. */
    addWhole: (value: string): void => addText(fold(value.trim())),
    /** Finds an original that ends at position `end` of the text, in UTF-16 units. */
    endingAt(text: string, end = text.length): string | undefined {
      if (end < MIN_CHARACTERS) return undefined
      const candidates = byEnd.get(text.slice(end - MIN_CHARACTERS, end))
      return candidates?.find((original) => text.endsWith(original, end))
    },
    /**
     * Finds an original in a text. A short number counts only when no other digit stands beside it.
     */
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

/** A short number easily appears by chance inside a longer one. */
const isShortNumber = (text: string): boolean => SHORT_NUMBER.test(text)

const isPartOfNumber = (text: string, start: number, end: number): boolean =>
  isShortNumber(text.slice(start, end)) &&
  (DIGIT.test(text[start - 1] ?? '') || DIGIT.test(text[end] ?? ''))

/** Converts to lower case without changing the length. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from(text, (character) => {
    const small = character.toLowerCase()
    return small.length === character.length ? small : character
  }).join('')
}
