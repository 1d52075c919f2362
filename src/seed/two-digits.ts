const texts = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))

/** Formats 0 to 99 as two digits, without a new string for each call. */
export const twoDigits = (value: number): string => texts[value] ?? ''
