// A choice that this browser remembers: which part is folded, which tab is open.

import { useState } from 'preact/hooks'

const PREFIX = 'conversations-mock.'

/** Undefined for nothing, and where the browser blocks storage. */
export function readFromBrowser(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined
  } catch {
    return undefined
  }
}

/** Undefined forgets it. */
export function writeToBrowser(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, text)
  } catch {
    // The choice lasts until the page is left.
  }
}

/** Like useState() for a text; other values than the allowed ones count as none. */
export function useRemembered<T extends string>(
  name: string,
  allowed: readonly T[],
  initial: T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const known = readFromBrowser(name)
    return allowed.find((one) => one === known) ?? initial
  })
  return [
    value,
    (next) => {
      writeToBrowser(name, next)
      setValue(next)
    },
  ]
}
