// The headers of an answer as they were sent: in their order, with every value and with the letters of their names.

export type LiveHeaders = {
  readonly sent: readonly (readonly [name: string, value: string])[]
  /** All values of a name in any case, in their order. */
  all(name: string): readonly string[]
  /** The same joined by commas; undefined where there are none. */
  get(name: string): string | undefined
}

/** `raw`: names and values in turn, as Node.js gives them. */
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
