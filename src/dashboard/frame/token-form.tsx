// Who has no token, or a wrong one, sees this and nothing else.

import { useState } from 'preact/hooks'
import { enter, wasRefused } from '../mock/session.ts'

export function TokenForm() {
  const [text, setText] = useState('')

  function submit(event: Event): void {
    event.preventDefault()
    const token = text.trim()
    if (token !== '') enter(token)
  }

  return (
    <form class="token-form" onSubmit={submit}>
      <h2>{wasRefused.value ? 'The mock refused this admin token' : 'This page needs the admin token'}</h2>
      <p>
        {wasRefused.value
          ? 'It is wrong, or the mock was started anew with another one.'
          : 'It keeps other pages and other people from steering the mock.'}{' '}
        The mock prints a link with the token when it starts; a token that you chose yourself (<code>--admin-token</code>) is not printed.
      </p>
      <label for="admin-token">Admin token</label>
      <div class="row">
        <input
          id="admin-token"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          aria-invalid={wasRefused.value}
          autofocus
        />
        <button type="submit" class="primary" disabled={text.trim() === ''}>
          Look
        </button>
      </div>
      <p class="muted">It is kept for this tab only and leaves this page in no address.</p>
    </form>
  )
}
