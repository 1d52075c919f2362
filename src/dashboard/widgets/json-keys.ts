// The keyboard control of a JSON tree. The Tab key stops at one fold, and the arrow keys go on
// from there.

/** Makes the fold that has the focus the only Tab stop of the tree. */
export function stopAt(tree: HTMLElement | null, target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || !target.matches('.fold')) return
  for (const fold of foldsIn(tree)) fold.tabIndex = fold === target ? 0 : -1
}

export function moveByKey(event: KeyboardEvent, tree: HTMLElement | null): void {
  const { target, key } = event
  if (!(target instanceof HTMLElement) || !target.matches('.fold')) return
  const folds = foldsIn(tree)
  const index = folds.indexOf(target)
  const isOpen = target.ariaExpanded === 'true'
  if (key === (isOpen ? 'ArrowLeft' : 'ArrowRight')) target.click()
  else {
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: folds.length - 1 }[key]
    if (next === undefined) return
    folds[next]?.focus()
  }
  event.preventDefault()
}

const foldsIn = (tree: HTMLElement | null): HTMLElement[] => [
  ...(tree?.querySelectorAll<HTMLElement>('.fold') ?? []),
]
