// Dialogs, and a question before actions that cannot be undone.

import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Toasts } from './toast.tsx'
import { returnFocus } from './use-focus.ts'

type DialogProps = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
  readonly isWide?: boolean
}

/**
 * A dialog that is open while it is rendered. Escape closes it. Its head is a `div`, because a
 * `header` element would count as the header of the page.
 */
export function Dialog({ title, onClose, children, isWide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => returnFocus(before)
  }, [])
  return (
    <dialog ref={dialog} class={isWide ? 'wide' : ''} aria-labelledby={id} onClose={onClose}>
      <div class="head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="plain" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </div>
      {children}
      <Toasts isInFlow />
    </dialog>
  )
}

type Question = {
  readonly title: string
  readonly text: string
  /** The text of the button that confirms, such as "Delete user". */
  readonly action: string
}

const openQuestion = signal<
  (Question & { readonly answer: (isSure: boolean) => void }) | undefined
>(undefined)

/** Asks the question in a dialog. Resolves to whether the user confirms. */
export function confirm(question: Question): Promise<boolean> {
  openQuestion.value?.answer(false)
  return new Promise((resolve) => {
    openQuestion.value = {
      ...question,
      answer: (isSure) => {
        openQuestion.value = undefined
        resolve(isSure)
      },
    }
  })
}

/** The dialog for the question of confirm(). The page renders it once. */
export function Confirmation() {
  if (!openQuestion.value) return null
  const { title, text, action, answer } = openQuestion.value
  return (
    <Dialog key={title} title={title} onClose={() => answer(false)}>
      <p>{text}</p>
      <div class="foot">
        <button type="button" onClick={() => answer(false)}>
          Cancel
        </button>
        <button type="button" class="danger" onClick={() => answer(true)}>
          {action}
        </button>
      </div>
    </Dialog>
  )
}
