// The arrows in the table: up and down over the rows, also right after the page was opened; left and right over the cells of a row
// that filter. Elsewhere they scroll.

import { useEffect, useRef } from 'preact/hooks'

type Body = HTMLTableSectionElement

/** `open`: the id of the row that is shown in a dialog. When that closes, the row has the focus. */
export function useRowFocus(open: string | undefined) {
  const body = useRef<Body>(null)
  const last = useRef(open)
  useEffect(() => {
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

/** Null at an edge; undefined where the key means something else. */
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
