// Keyboard shortcuts: one letter, and never while somebody types.

import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'

export type Shortcut = { readonly key: string; readonly what: string }

/** The keys that work now, for the list of them. */
export const shortcuts = signal<readonly Shortcut[]>([])

/** While the component is shown, a key does something. */
export function useKey(key: string, what: string, act: () => void): void {
  const latest = useRef(act)
  latest.current = act
  // An effect after the paint may come late: a person presses what is in sight.
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
