// The focus follows what opens, and returns when that closes.

import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** Gives the focus to a part of the page that opens. `isWanted`: not where people go on in the list beside it. */
export function useFocusInside(box: RefObject<HTMLElement | null>, isWanted = true): void {
  useLayoutEffect(() => {
    const element = box.current
    const before = document.activeElement
    if (isWanted) element?.focus({ preventScroll: true })
    return () => {
      if (!element?.contains(document.activeElement)) return
      // The element that had it may be gone: a list shows other rows meanwhile.
      requestAnimationFrame(() => {
        const isThere = before instanceof HTMLElement && before !== document.body
        const target = isThere && before.isConnected ? before : fallback()
        if (document.activeElement === document.body) target?.focus({ preventScroll: true })
      })
    }
  }, [])
}

const fallback = (): HTMLElement | null => document.querySelector('main [tabindex="0"]')
