// Choices that the browser remembers, such as folded parts and open tabs.

import { useState } from 'preact/hooks'

const PREFIX = 'conversations-mock.'

/** Undefined when nothing is stored, or when the browser blocks storage. */
export function readFromBrowser(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined
  } catch {
    return undefined
  }
}

/** Stores a text. `text` undefined removes the stored one. */
export function writeToBrowser(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, text)
  } catch {
    // Without storage, the choice lasts until the user leaves the page.
  }
}

/** Like useState(), but the browser keeps the value. Ignores stored values outside `allowed`. */
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
