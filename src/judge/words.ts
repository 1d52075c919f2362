// Words of sentences.

/** counted(2, 'walk') is "2 walks". */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`

/** "a, b and c" */
export const enumerate = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Texts that languages make of a value that is not there. */
const missingValues: Readonly<Record<string, string>> = {
  none: "Python's None",
  nil: 'nil of Ruby or Go',
  null: 'a null',
  undefined: "JavaScript's undefined",
  nan: 'a NaN',
  false: 'a false',
}

/** "Python's None" for the text "None". */
export const missingValueIn = (text: string): string | undefined =>
  missingValues[text.toLowerCase()]
