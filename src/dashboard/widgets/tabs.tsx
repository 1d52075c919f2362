// Tabs that follow the W3C pattern: one stop for the Tab key, and arrow keys from tab to tab.

import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'

type Props = {
  readonly label: string
  readonly names: readonly string[]
  readonly chosen: string
  readonly onChoose: (name: string) => void
  /** The panel of the chosen tab. */
  readonly children: ComponentChildren
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowLeft: (index, count) => (index + count - 1) % count,
  ArrowRight: (index, count) => (index + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

export function Tabs({ label, names, chosen, onChoose, children }: Props) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function go(event: KeyboardEvent): void {
    const next = steps[event.key]?.(names.indexOf(chosen), names.length)
    const name = next === undefined ? undefined : names[next]
    if (name === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    onChoose(name)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next ?? 0]?.focus()
  }

  return (
    <div class="tabs">
      <div class="row" role="tablist" aria-label={label} ref={list}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            class="small"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChoose(name)}
            onKeyDown={go}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </div>
  )
}
