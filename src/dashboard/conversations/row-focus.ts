// The arrow keys move the focus in the table. Up and down go from row to row, also right after the
// page has opened. Left and right go through the cells that set a filter. Elsewhere the arrow keys
// scroll.

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

type Body = HTMLTableSectionElement

/** `open` is the id of the row in the dialog. When the dialog closes, its row takes the focus. */
export function useRowFocus(open: string | undefined) {
  const body = useRef<Body>(null)
  const last = useRef(open)
  // A layout effect runs when the dialog leaves the page. A later one could take the focus back from
  // what the user has gone to meanwhile.
  useLayoutEffect(() => {
    if (open === undefined)
      [...(body.current?.querySelectorAll('a') ?? [])]
        .find(({ title }) => title === last.current)
        ?.focus()
    last.current = open
  }, [open])
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || !body.current) return
      const next = nextFocus(body.current, event.key)
      if (next === undefined) return
      event.preventDefault()
      next?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return body
}

/**
 * Finds the element that takes the focus next. Null at an edge of the table; undefined if the key
 * has no meaning here.
 */
function nextFocus(body: Body, key: string): HTMLElement | null | undefined {
  const { activeElement } = document
  const isDown = key === 'ArrowDown'
  const isVertical = isDown || key === 'ArrowUp'
  if (activeElement === document.body && isVertical) return body.querySelector('a')
  if (activeElement === null || !body.contains(activeElement)) return undefined
  const row = activeElement.closest('tr')
  const cell = activeElement.closest('td')?.cellIndex ?? 0
  if (isVertical) {
    const other = isDown ? row?.nextElementSibling : row?.previousElementSibling
    return other instanceof HTMLTableRowElement ? (stopIn(other, cell) ?? stopIn(other, 0)) : null
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
  const stops = [...(row?.querySelectorAll<HTMLElement>('a, button') ?? [])]
  const index = stops.findIndex((stop) => stop === activeElement)
  return stops[index + (key === 'ArrowRight' ? 1 : -1)] ?? null
}

const stopIn = (row: HTMLTableRowElement, cell: number): HTMLElement | null =>
  row.cells[cell]?.querySelector<HTMLElement>('a, button') ?? null
