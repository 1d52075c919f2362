// The messages of a conversation, the oldest first. The page shows the newest part of a long
// history, and a button adds earlier messages.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { counted, toCount } from '../widgets/format.ts'
import { JsonText } from '../widgets/json-text.tsx'
import type { Said } from './chat-answer.ts'

const FIRST = 100
const MORE = 500

export function Messages({ said }: { readonly said: readonly Said[] }) {
  const [most, setMost] = useState(FIRST)
  const first = Math.max(0, said.length - most)
  const { frame, keepSight } = useSight(said.length, first)
  const more = Math.min(MORE, first)

  function showMore(): void {
    keepSight()
    setMost(most + MORE)
  }

  return (
    <>
      <p class="muted">{counted(said.length, 'message')}</p>
      <div ref={frame} class="messages" tabIndex={0} role="region" aria-label="Messages">
        {more > 0 && (
          <button type="button" onClick={showMore}>
            Show {counted(more, 'earlier message')} of {toCount(first)}
          </button>
        )}
        {said.length === 0 && <p class="muted">Nothing was said yet.</p>}
        <ol start={first + 1}>
          {said.slice(first).map((one, index) => (
            <Message
              key={first + index}
              role={one.role}
              content={one.content}
              functionCalls={one.functionCalls === null ? '' : JSON.stringify(one.functionCalls)}
            />
          ))}
        </ol>
      </div>
    </>
  )
}

/**
 * Scrolls to the newest message. When earlier messages are added above, the visible ones stay where
 * they are.
 */
function useSight(length: number, first: number) {
  const frame = useRef<HTMLDivElement>(null)
  const fromEnd = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    element.scrollTop = element.scrollHeight - (fromEnd.current ?? 0)
    fromEnd.current = undefined
  }, [length, first])
  return {
    frame,
    keepSight(): void {
      const element = frame.current
      if (element) fromEnd.current = element.scrollHeight - element.scrollTop
      // The clicked button may disappear and lose the focus, so the frame takes the focus.
      element?.focus()
    },
  }
}

type MessageProps = {
  readonly role: string
  readonly content: string
  /** The function calls as JSON; empty if there are none. */
  readonly functionCalls: string
}

const Message = ({ role, content, functionCalls }: MessageProps) => (
  <li class={role === 'user' ? 'said user' : 'said'}>
    <span class="muted">{role}</span>
    <Content text={content} />
    {functionCalls !== '' && (
      <details>
        <summary>function_calls</summary>
        <JsonText text={functionCalls} />
      </details>
    )}
  </li>
)

/** The most characters of a message to show at first. */
const SHOWN = 4000

function Content({ text }: { readonly text: string }) {
  const [isAll, setAll] = useState(false)
  const isCut = text.length > SHOWN && !isAll
  return (
    <>
      <p dir="auto">{isCut ? `${text.slice(0, SHOWN)} …` : text}</p>
      {isCut && (
        <button type="button" class="small" onClick={() => setAll(true)}>
          Show all {toCount(text.length)} characters
        </button>
      )}
    </>
  )
}
