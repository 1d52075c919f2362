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
      if (element?.contains(document.activeElement)) returnFocus(before)
    }
  }, [])
}

/** Gives the focus back once what had it is gone. The element that had it before may be gone too: lists show other rows meanwhile. */
export function returnFocus(before: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected
    const target = isThere ? before : fallback()
    target?.focus({ preventScroll: true })
  })
}

const fallback = (): HTMLElement | null => document.querySelector('main [tabindex="0"]')
