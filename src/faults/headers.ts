// Headers of an answer that an effect changes.

export type Headers = Readonly<Record<string, string>>

/** All of `more`, and those of `headers` that it does not name in any case. */
export function mergeHeaders(headers: Headers, more: Headers): Headers {
  return { ...withoutHeaders(headers, Object.keys(more)), ...more }
}

export function withoutHeaders(headers: Headers, names: readonly string[]): Headers {
  const dropped = new Set(names.map((name) => name.toLowerCase()))
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase())),
  )
}
