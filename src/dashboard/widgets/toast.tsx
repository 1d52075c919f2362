// A short message about an action.

import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { toMessage } from '../mock/admin.ts'
import { findFreeSpot } from './free-spot.ts'

type Toast = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' }

const SHOWN_MS = 4000
const MOST = 3
const toasts = signal<readonly Toast[]>([])
/** Where they can be shown: the page and the dialogs above it. They are in the newest, for the others are out of reach behind it. */
const hosts = signal<readonly symbol[]>([])
let lastId = 0

export function say(text: string, tone: Toast['tone'] = 'good'): void {
  const id = ++lastId
  toasts.value = [...toasts.value.slice(1 - MOST), { id, text, tone }]
  const patience = tone === 'bad' ? SHOWN_MS * 2 : SHOWN_MS
  setTimeout(function expire() {
    if (isHeld()) setTimeout(expire, SHOWN_MS)
    else dismiss(id)
  }, patience)
}

/** Whether somebody points at them, or has the focus there: then none goes. */
const isHeld = (): boolean => document.querySelector('.toasts:is(:hover, :focus-within)') !== null

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** Does something that may fail, and says how it went. Resolves to whether it went well. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work()
    if (done !== undefined) say(done)
    return true
  } catch (error) {
    say(toMessage(error), 'bad')
    return false
  }
}

/** `isInFlow`: at the end of what is around it, as in a dialog; otherwise where it covers no controls. */
export function Toasts({ isInFlow = false }: { readonly isInFlow?: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const before = useRef<HTMLElement | undefined>(undefined)
  const host = useMemo(() => Symbol('toasts'), [])
  const list = hosts.value.at(-1) === host ? toasts.value : []
  useEffect(() => {
    hosts.value = [...hosts.peek(), host]
    return () => {
      hosts.value = hosts.peek().filter((other) => other !== host)
    }
  }, [host])
  useFreeSpot(box, !isInFlow && list.length > 0, list)

  function close(id: number): void {
    dismiss(id)
    before.current?.focus()
  }

  return (
    <div
      ref={box}
      class={isInFlow ? 'toasts in-flow' : 'toasts'}
      role="status"
      aria-live="polite"
      onFocusIn={({ relatedTarget }) => {
        if (relatedTarget instanceof HTMLElement && !box.current?.contains(relatedTarget))
          before.current = relatedTarget
      }}
    >
      {list.map(({ id, text, tone }) => (
        <div key={id} class={`toast ${tone}`}>
          <p dir="auto">{text}</p>
          <button
            type="button"
            class="plain"
            aria-label="Dismiss"
            title="Dismiss"
            onClick={() => close(id)}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  )
}

const CONTROLS = 'a, button, input, select, textarea, summary, label, tbody tr, [role="row"]'

/** Keeps the box where it covers no controls, also while the page is scrolled. */
function useFreeSpot(
  box: RefObject<HTMLElement | null>,
  isShown: boolean,
  list: readonly Toast[],
): void {
  useLayoutEffect(() => {
    if (!isShown) return undefined
    let frame = 0
    const move = (): void => {
      const element = box.current
      if (!element) return
      const { offsetWidth: width, offsetHeight: height } = element
      const { clientWidth, clientHeight } = document.documentElement
      const taken = [...document.querySelectorAll(CONTROLS)]
        .filter((control) => !element.contains(control))
        .map(boxOf)
      const { left, top } = findFreeSpot(
        { width, height },
        { width: clientWidth, height: clientHeight },
        taken,
      )
      Object.assign(element.style, { left: `${left}px`, top: `${top}px` })
    }
    const moveSoon = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(move)
    }
    move()
    // An action changes the page too, a moment later.
    const observer = new ResizeObserver(moveSoon)
    observer.observe(document.body)
    addEventListener('scroll', moveSoon, { capture: true, passive: true })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      removeEventListener('scroll', moveSoon, { capture: true })
    }
  }, [isShown, list])
}

const boxOf = (element: Element): DOMRect => element.getBoundingClientRect()
