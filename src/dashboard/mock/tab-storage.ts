// Values that this tab keeps across a reload. When the browser blocks storage or has no room,
// the tab keeps nothing.

/** Undefined when nothing is stored, or when the browser blocks storage. */
export function readFromTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

export function writeToTab(key: string, text: string): void {
  try {
    // Removing comes first: when the new text does not fit, the old one must not stay.
    sessionStorage.removeItem(key)
    sessionStorage.setItem(key, text)
  } catch {
    // Without storage the page works until it is reloaded.
  }
}

export function removeFromTab(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // When removing fails, writing has failed too, so nothing is stored.
  }
}
