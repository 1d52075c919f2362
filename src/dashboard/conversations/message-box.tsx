import { useId, useRef, useState } from 'preact/hooks'

type Props = {
  /** Whether the assistant answers. */
  readonly isAnswered: boolean
  /** Resolves to the reason if the API refused the message. */
  readonly onSend: (message: string) => Promise<string | undefined>
}

export function MessageBox({ isAnswered, onSend }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  /** A ref, because a second Enter may come before the page renders `isBusy`. */
  const isUnderway = useRef(false)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (isUnderway.current) return
    isUnderway.current = true
    setBusy(true)
    const refused = await onSend(text)
    setRefusal(refused)
    if (refused === undefined) setText((now) => (now === text ? '' : now))
    setBusy(false)
    isUnderway.current = false
  }

  function sendOnEnter(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void submit(event)
  }

  return (
    <form class="message-box" onSubmit={(event) => void submit(event)}>
      <label for={id}>Message to the assistant</label>
      <textarea
        id={id}
        dir="auto"
        rows={2}
        value={text}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? `${id}-hint` : `${id}-error ${id}-hint`}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={sendOnEnter}
      />
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {isBusy ? 'Sending …' : 'Send'}
      </button>
      {refusal !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert" dir="auto">
          {refusal}
        </p>
      )}
      <p class="muted hint" id={`${id}-hint`}>
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> + <kbd>Enter</kbd> begins a line.
        {!isAnswered && ' Nobody answers: the AI is off.'}
      </p>
    </form>
  )
}
