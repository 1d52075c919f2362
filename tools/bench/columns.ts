// Formats lines of text in columns.

export type Column<T> = {
  readonly title: string
  /** The width in characters. Texts are aligned right, or left when the width is negative. */
  readonly width: number
  readonly textOf: (item: T) => string
}

export const headOf = <T>(columns: readonly Column<T>[]): string =>
  columns.map(({ title, width }) => pad(title, width)).join(' ')

export const lineOf = <T>(columns: readonly Column<T>[], item: T): string =>
  columns.map(({ textOf, width }) => pad(textOf(item), width)).join(' ')

export const formatNumber = (value: number): string =>
  value >= 100 ? formatCount(value) : value.toFixed(2)

export const formatCount = (value: number | undefined): string =>
  value === undefined ? '' : Math.round(value).toLocaleString('en')

export const formatRange = (lowest: number, highest: number): string =>
  `${formatNumber(lowest)}–${formatNumber(highest)}`

const pad = (text: string, width: number): string =>
  width < 0 ? text.padEnd(-width) : text.padStart(width)
