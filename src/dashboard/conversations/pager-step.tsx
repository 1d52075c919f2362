// A group of buttons that step through the list, and one button of it.

import type { ComponentChildren } from 'preact'

type PagerProps = {
  readonly title: string
  readonly words: string
  readonly children: ComponentChildren
}

export const Pager = ({ title, words, children }: PagerProps) => (
  <div class="pager" role="group" aria-label={title}>
    <p class="muted">
      <strong>{title}</strong> {words}
    </p>
    <div class="row">{children}</div>
  </div>
)

type StepProps = {
  readonly text: string
  readonly label?: string
  readonly title?: string
  readonly isOff?: boolean
  readonly isCurrent?: boolean
  readonly act: () => void
}

export const Step = ({
  text,
  label = text,
  title = label,
  isOff = false,
  isCurrent = false,
  act,
}: StepProps) => (
  <button
    type="button"
    class="small"
    aria-label={label}
    aria-current={isCurrent ? 'page' : undefined}
    title={title}
    disabled={isOff}
    onClick={act}
  >
    {text}
  </button>
)
