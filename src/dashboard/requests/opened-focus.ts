// Decides whether an opened request gets the focus. Enter moves the focus into it; with the arrow
// keys the focus stays in the list.

const ID = 'opened-request'
let isWanted = false

export const openedId = ID

/** Focuses the opened request now, or as soon as it is in the page. */
export function focusOpened(): void {
  const element = document.querySelector<HTMLElement>(`#${ID}`)
  isWanted = element === null
  element?.focus({ preventScroll: true })
}

/** Whether the request that opens now must take the focus. Reading the wish clears it. */
export function takeWish(): boolean {
  const was = isWanted
  isWanted = false
  return was
}
