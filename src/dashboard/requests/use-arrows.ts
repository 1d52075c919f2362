// The keys that move through the list.

import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useKey } from '../widgets/keys.ts'
import { openedId } from './opened-focus.ts'

type Moves = {
  /** `step`: 1 for the next older entry, -1 for the next newer one, 0 to enter the open one. */
  readonly onMove: (step: number) => void
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }

/**
 * The keys j and k work everywhere. The arrow keys and Enter work only in the list, or when nothing
 * has the focus: elsewhere they scroll the page and press buttons.
 */
export function useArrows(area: RefObject<HTMLElement | null>, { onMove }: Moves): void {
  const latest = useRef(onMove)
  latest.current = onMove
  useKey('j', 'Open the next request (also ↓)', () => onMove(1))
  useKey('k', 'Open the request before (also ↑)', () => onMove(-1))
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const step = steps[event.key]
      if (
        step === undefined ||
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.shiftKey
      )
        return
      if (
        !(event.target instanceof Node) ||
        !(isNeutral(event.target) || isWithinList(area.current, event.target))
      )
        return
      event.preventDefault()
      latest.current(step)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [area])
}

/** Whether nothing has the focus, or only the opened request as a whole. */
const isNeutral = (target: Node): boolean =>
  target === document.body || (target instanceof HTMLElement && target.id === openedId)

const isWithinList = (area: HTMLElement | null, target: Node): boolean =>
  area !== null && area.contains(target) && !(target instanceof HTMLButtonElement)
