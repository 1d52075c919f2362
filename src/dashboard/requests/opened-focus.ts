// Whether the opened request gets the focus: Enter goes into it, the arrow keys stay in the list.

const ID = 'opened-request'
let isWanted = false

export const openedId = ID

/** Now, or when it is there. */
export function focusOpened(): void {
  const element = document.querySelector<HTMLElement>(`#${ID}`)
  isWanted = element === null
  element?.focus({ preventScroll: true })
}

/** Whether the one that opens now is to have it. */
export function takeWish(): boolean {
  const was = isWanted
  isWanted = false
  return was
}
