// The bar with the current step of the demo. It stays below every view.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useKey } from '../widgets/keys.ts'
import { attempt } from '../widgets/toast.tsx'
import { demoSteps, goToStep } from './demo.ts'

export function DemoBar({ index }: { readonly index: number }) {
  const step = demoSteps[index] ?? demoSteps[0]
  const [done, setDone] = useState<number>()
  const [isBusy, setBusy] = useState(false)
  const box = useRef<HTMLElement>(null)
  const next = useRef<HTMLButtonElement>(null)
  const isDone = done === index
  useLayoutEffect(() => box.current?.focus(), [index])
  useEffect(() => {
    if (isDone && !isBusy && isFocusFree(box.current)) next.current?.focus()
  }, [isDone, isBusy])
  useKey('d', 'Go to the step of the demo', () => box.current?.focus())
  if (!step) return null
  const { title, text, action, act } = step
  const isLast = index === demoSteps.length - 1

  async function run(): Promise<void> {
    if (isBusy) return
    setBusy(true)
    if (await attempt(act)) setDone(index)
    setBusy(false)
  }

  return (
    <section ref={box} class="demo card" aria-label="Five-minute demo" tabIndex={-1}>
      <div>
        <h2>
          <span class="muted">
            {index + 1} of {demoSteps.length}
          </span>{' '}
          {title}
        </h2>
        <p>{text}</p>
      </div>
      <div class="row">
        <button
          type="button"
          class={isDone ? '' : 'primary'}
          aria-disabled={isBusy}
          onClick={() => void run()}
        >
          {isDone ? 'Once more' : action}
        </button>
        {!isLast && (
          <button
            ref={next}
            type="button"
            class={isDone ? 'primary' : ''}
            onClick={() => goToStep(index + 1)}
          >
            {isDone ? 'Next' : 'Skip'}
          </button>
        )}
        {index > 0 && (
          <button type="button" onClick={() => goToStep(index - 1)}>
            Back
          </button>
        )}
        <button type="button" class="plain" onClick={() => goToStep(undefined)}>
          End the demo
        </button>
      </div>
    </section>
  )
}

/**
 * Whether the Next button may take the focus. The page has it in browsers that do not focus a
 * pressed button. A dialog that the step opened keeps its focus.
 */
const isFocusFree = (box: HTMLElement | null): boolean =>
  document.activeElement === document.body || box?.contains(document.activeElement) === true
