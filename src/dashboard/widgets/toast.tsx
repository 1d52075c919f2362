// Toasts: short messages about the result of an action.

import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { toMessage } from '../mock/admin.ts'
import { findFreeSpot } from './free-spot.ts'

type Toast = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' }

const SHOWN_MS = 4000
const MOST = 3
const toasts = signal<readonly Toast[]>([])
/**
 * The places that can show toasts: the page and each open dialog. The newest place shows them,
 * because a dialog covers everything below it.
 */
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

/** Whether the pointer or the focus is on the toasts. Then they do not disappear. */
const isHeld = (): boolean => document.querySelector('.toasts:is(:hover, :focus-within)') !== null

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** Does `work`, and shows `done` or the error as a toast. Resolves to whether `work` succeeded. */
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

/**
 * `isInFlow`: toasts appear at the end of the parent, such as a dialog. Otherwise they float where
 * they cover no controls.
 */
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

/** Moves the box to a place where it covers no controls, also while the page scrolls. */
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
    // The action that caused the toast may change the page a moment later.
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
