// A long list of which only what is in sight is in the page.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

type Props<T> = {
  readonly items: readonly T[]
  /** Pixels; the same for all, as the style has it. */
  readonly rowHeight: number
  readonly label: string
  readonly render: (item: T, index: number) => ComponentChildren
  /** The item that is to be in sight whenever this changes. */
  readonly shown?: number | undefined
}

const BEYOND = 8

/** The items are rows of a table (role="row", with aria-rowindex); a header row may be put before it in a role="table". */
export function VirtualList<T>({ items, rowHeight, label, render, shown }: Props<T>) {
  const frame = useRef<HTMLDivElement>(null)
  const [{ top, height }, setSight] = useState({ top: 0, height: 800 })

  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const look = (): void => setSight({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])

  useEffect(() => {
    const element = frame.current
    if (!element || shown === undefined || shown < 0) return
    const from = shown * rowHeight
    if (from < element.scrollTop) element.scrollTop = from
    else if (from + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = from + rowHeight - element.clientHeight
  }, [shown, rowHeight])

  const first = Math.max(0, Math.floor(top / rowHeight) - BEYOND)
  const last = Math.min(items.length, Math.ceil((top + height) / rowHeight) + BEYOND)
  return (
    <div class="virtual" ref={frame} role="rowgroup" aria-label={label} tabIndex={0}>
      <div class="extent" style={{ height: `${items.length * rowHeight}px` }}>
        <div class="window" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {items.slice(first, last).map((item, index) => render(item, first + index))}
        </div>
      </div>
    </div>
  )
}
