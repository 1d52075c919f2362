// The memory of this tab across a reload. Browsers may block storage, or have no room: then the tab remembers nothing.

/** Undefined for nothing, and where the browser blocks storage. */
export function readFromTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

export function writeToTab(key: string, text: string): void {
  try {
    // The text that was there before is wrong also where the new text finds no room.
    sessionStorage.removeItem(key)
    sessionStorage.setItem(key, text)
  } catch {
    // The page works without, until it is reloaded.
  }
}

export function removeFromTab(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // Nothing could be written either.
  }
}
