// A long list of which only what is in sight is in the page.

import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

type Frame = RefObject<HTMLDivElement | null>

type Props<T> = {
  readonly items: readonly T[]
  /** Pixels; the same for all, as the style has it. */
  readonly rowHeight: number
  readonly label: string
  readonly render: (item: T, index: number) => ComponentChildren
  /** The index of the item that is to be in sight whenever this changes. */
  readonly shown?: number | undefined
  /** The name of that item where items come and go before it: then only another one moves the list. */
  readonly shownId?: number | string | undefined
  /** The element that scrolls. */
  readonly frame?: Frame
  readonly onScroll?: (top: number) => void
}

/** Rows beyond what is in sight, so that a turn of the wheel finds them there. */
const BEYOND = 8

/** The items are rows of a table (role="row", with aria-rowindex); a header row may be put before it in a role="table". */
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
  /** The first row in sight, or a little before it. */
  readonly row: number
  /** How many are in sight. */
  readonly rows: number
  /** On paper nobody scrolls: all are to be seen. */
  readonly isPrinted: boolean
}

/** The list renders rows again only every few of them. */
const STEP = 4
/** Browsers miss to tell some changes of it. The list changes its size with it, which they always tell. */
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
      // On paper it is as high as all rows.
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
