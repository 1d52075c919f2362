// Builds parts of sentences.

/** Writes a number and a noun: `counted(2, 'walk')` is "2 walks". */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`

/** Joins words as "a, b and c". */
export const enumerate = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Writes a time: `50 ms` or `1.5 s`. */
export const spellTime = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${Math.max(0, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`

/** Texts, in lower case, that programming languages write for a missing value. */
const missingValues: Readonly<Record<string, string>> = {
  none: "Python's None",
  nil: 'nil of Ruby or Go',
  '<nil>': "Go's nil",
  null: 'a null',
  undefined: "JavaScript's undefined",
  nan: 'a NaN',
  false: 'a false',
}

/** Describes such a text: "Python's None" for "None". Undefined for other texts. */
export const missingValueIn = (text: string): string | undefined =>
  missingValues[text.toLowerCase()]
