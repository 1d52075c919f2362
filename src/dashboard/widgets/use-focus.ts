// Moves the focus into a part of the page that opens, and back when that part closes.

import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/**
 * Focuses a part of the page when it opens, and returns the focus when it closes. `isWanted`: false
 * when the focus must stay in the list beside it.
 */
export function useFocusInside(box: RefObject<HTMLElement | null>, isWanted = true): void {
  useLayoutEffect(() => {
    const element = box.current
    const before = document.activeElement
    if (isWanted) element?.focus({ preventScroll: true })
    return () => {
      if (element?.contains(document.activeElement)) returnFocus(before)
    }
  }, [])
}

/**
 * Returns the focus to `before`, once the focused element has left the page. `before` may have left
 * it too, because lists render other rows. Then the main area's first Tab stop gets the focus.
 */
export function returnFocus(before: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected
    const target = isThere ? before : fallback()
    target?.focus({ preventScroll: true })
  })
}

const fallback = (): HTMLElement | null => document.querySelector('main [tabindex="0"]')
