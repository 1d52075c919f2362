// Going through the list by keyboard.

import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useKey } from '../widgets/keys.ts'
import { openedId } from './opened-focus.ts'

type Moves = {
  /** 1 to the next older entry, -1 to the next newer one, 0 to the first one in sight. */
  readonly onMove: (step: number) => void
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }

/** j and k from everywhere; arrows and Enter only from the list, or when nothing has the focus: elsewhere they scroll and press. */
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

/** Nothing has the focus, or the opened request as a whole. */
const isNeutral = (target: Node): boolean =>
  target === document.body || (target instanceof HTMLElement && target.id === openedId)

const isWithinList = (area: HTMLElement | null, target: Node): boolean =>
  area !== null && area.contains(target) && !(target instanceof HTMLButtonElement)
