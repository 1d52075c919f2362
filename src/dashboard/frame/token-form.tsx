// The form for a person who has no token, or a wrong one.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { AdminError } from '../../client/admin-error.ts'
import { tryToken, toMessage } from '../mock/admin.ts'
import { enter, wasRefused } from '../mock/session.ts'

const REFUSED =
  'The mock refused this token: it is wrong, or the mock was started again with another one.'

/**
 * The form tries a token before the page opens. A wrong token stays in the field, with the focus.
 */
export function TokenForm() {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState({ text: wasRefused.value ? REFUSED : '', count: 0 })
  useLayoutEffect(() => input.current?.focus(), [])

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    const token = text.trim()
    if (token === '' || isBusy) return
    setBusy(true)
    try {
      await tryToken(token)
      enter(token)
    } catch (error) {
      const isRefusal = error instanceof AdminError && error.status === 401
      setProblem(({ count }) => ({
        text: isRefusal ? REFUSED : `The token could not be tried: ${toMessage(error)}.`,
        count: count + 1,
      }))
      setBusy(false)
      input.current?.select()
    }
  }

  return (
    <form class="token-form" onSubmit={(event) => void submit(event)} aria-busy={isBusy}>
      <h2>
        {problem.text === REFUSED
          ? 'The mock refused this admin token'
          : 'This page needs the admin token'}
      </h2>
      <p>
        It keeps other pages and other people away from the controls of the mock. The mock prints a
        link with the token when it starts; a token that you chose yourself (
        <code>--admin-token</code>) is not printed.
      </p>
      <label for="admin-token">Admin token</label>
      <div class="row">
        <input
          ref={input}
          id="admin-token"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          aria-invalid={problem.text !== ''}
          aria-describedby={problem.text === '' ? undefined : 'admin-token-problem'}
        />
        <button type="submit" class="primary" disabled={text.trim() === ''}>
          Look
        </button>
      </div>
      {problem.text !== '' && (
        // A new key makes a new element, so that screen readers announce a repeated problem too.
        <p key={problem.count} id="admin-token-problem" class="field-error" role="alert">
          {problem.text}
        </p>
      )}
      <p class="muted">
        It is kept for this tab, and given to tabs that are opened from here; it leaves this page in
        no address.
      </p>
    </form>
  )
}
