// Keyboard shortcuts of one key. They do nothing while the focus is in a field or a dialog.

import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'

type Shortcut = { readonly key: string; readonly what: string }

/** The shortcuts that work now, for the list of shortcuts on the page. */
export const shortcuts = signal<readonly Shortcut[]>([])

/** Calls `act` on a key while the component is shown. `what`: its text in the list of shortcuts. */
export function useKey(key: string, what: string, act: () => void): void {
  const latest = useRef(act)
  latest.current = act
  // A layout effect runs before the paint, so the key works as soon as the component is visible.
  useLayoutEffect(() => {
    const shortcut = { key, what }
    shortcuts.value = [...shortcuts.peek(), shortcut]
    const listen = (event: KeyboardEvent): void => {
      if (
        event.key !== key ||
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', listen)
    return () => {
      document.removeEventListener('keydown', listen)
      shortcuts.value = shortcuts.peek().filter((other) => other !== shortcut)
    }
  }, [key, what])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.closest('input, textarea, select, dialog') !== null || target.isContentEditable)
