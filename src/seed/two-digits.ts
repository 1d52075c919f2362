const texts = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))

/** 0 to 99 as two digits, without making a new text each time. */
export const twoDigits = (value: number): string => texts[value] ?? ''
