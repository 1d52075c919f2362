// A long list that renders only its visible rows.

import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

type Frame = RefObject<HTMLDivElement | null>

type Props<T> = {
  readonly items: readonly T[]
  /** The height of every row in pixels. The style sheet must set the same height. */
  readonly rowHeight: number
  readonly label: string
  readonly render: (item: T, index: number) => ComponentChildren
  /** The index of an item to scroll to when `shownId` changes. */
  readonly shown?: number | undefined
  /** The id of that item. With it, the list does not scroll when only the item's index changes. */
  readonly shownId?: number | string | undefined
  /** A ref for the element that scrolls, when the caller needs it. */
  readonly frame?: Frame
  readonly onScroll?: (top: number) => void
}

/** The number of rows rendered above and below the visible ones, for smooth scrolling. */
const BEYOND = 8

/**
 * `render` must return rows of a table (role="row", with aria-rowindex). The caller wraps the list
 * in a role="table", which may have a header row before it.
 */
export function VirtualList<T>({
  items,
  rowHeight,
  label,
  render,
  shown,
  shownId = shown,
  frame: given,
  onScroll,
}: Props<T>) {
  const own = useRef<HTMLDivElement>(null)
  const frame = given ?? own
  const { row, rows, isPrinted } = useSight(frame, rowHeight, onScroll)
  useShown(frame, { shown, shownId, rowHeight })
  const first = isPrinted ? 0 : Math.max(0, Math.min(row, items.length - rows) - BEYOND)
  const last = isPrinted ? items.length : Math.min(items.length, row + rows + BEYOND)
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

type Sight = {
  /** The index of the first visible row, rounded down to a multiple of STEP. */
  readonly row: number
  /** The number of rows from `row` on that may be visible. */
  readonly rows: number
  /** Whether the page is being printed. Paper cannot scroll, so the list then renders all rows. */
  readonly isPrinted: boolean
}

/** Scrolling renders the list again only after this many rows. */
const STEP = 4
/**
 * Whether the page is being printed. Browsers do not report each change of this query, but the list
 * also changes its size for print, and the ResizeObserver always reports that.
 */
const paper = matchMedia('print')

function useSight(
  frame: Frame,
  rowHeight: number,
  onScroll: ((top: number) => void) | undefined,
): Sight {
  const [row, setRow] = useState(0)
  const [rows, setRows] = useState(30)
  const [isPrinted, setPrinted] = useState(paper.matches)
  const latest = useRef(onScroll)
  latest.current = onScroll

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const look = (): void => {
      setPrinted(paper.matches)
      // On paper the element is as high as all rows, so its size tells no visible part.
      if (paper.matches) return
      setRow(Math.floor(Math.max(0, element.scrollTop) / rowHeight / STEP) * STEP)
      setRows(Math.ceil(element.clientHeight / rowHeight) + STEP)
      latest.current?.(element.scrollTop)
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    const begin = (): void => setPrinted(true)
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', look)
    paper.addEventListener('change', look)
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', look)
      paper.removeEventListener('change', look)
    }
  }, [frame, rowHeight])

  return { row, rows, isPrinted }
}

type Shown = {
  readonly shown: number | undefined
  readonly shownId: number | string | undefined
  readonly rowHeight: number
}

function useShown(frame: Frame, { shown, shownId, rowHeight }: Shown): void {
  const isThere = shown !== undefined && shown >= 0
  useEffect(() => {
    const element = frame.current
    if (!element || !isThere) return
    const from = shown * rowHeight
    if (from < element.scrollTop) element.scrollTop = from
    else if (from + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = from + rowHeight - element.clientHeight
  }, [shownId, isThere, rowHeight])
}
