// The headers of an answer as the server sent them: order, repeated values and upper case are kept.

export type LiveHeaders = {
  readonly sent: readonly (readonly [name: string, value: string])[]
  /** All values of a header in their order. The name matches in upper and lower case. */
  all(name: string): readonly string[]
  /** All values of a header, joined by commas. Undefined when the header is missing. */
  get(name: string): string | undefined
}

/** `raw` holds names and values alternately, as Node.js returns them. */
export function createHeaders(raw: readonly string[], show: (text: string) => string): LiveHeaders {
  const sent = raw.flatMap((name, index) =>
    index % 2 === 0 ? [[show(name), show(raw[index + 1] ?? '')] as const] : [],
  )
  const all = (name: string): string[] =>
    sent.flatMap(([known, value]) => (known.toLowerCase() === name.toLowerCase() ? [value] : []))
  return {
    sent,
    all,
    get(name) {
      const values = all(name)
      return values.length === 0 ? undefined : values.join(', ')
    },
  }
}
