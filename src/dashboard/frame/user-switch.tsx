// The choice of the user. Each user has rows, tokens, faults, a clock and a journal of its own.

import type { ComponentChildren } from 'preact'
import { isolate } from '../widgets/isolate.ts'
import { users } from '../mock/status.ts'
import { change, pageAddress, userId } from '../page-address.ts'

export function UserSwitch() {
  const id = userId.value
  const list = users.value ?? []
  return (
    <label class="user-switch">
      <span class="unseen">User</span>
      <select
        value={id ?? ''}
        onChange={(event) => change({ ...forgotten(), user: event.currentTarget.value })}
      >
        <option value="">All users</option>
        {list.map((user) => (
          <option key={user.id} value={user.id}>
            {user.id} · {isolate(user.name)}
          </option>
        ))}
        {id !== undefined && !list.some((user) => user.id === id) && (
          <option value={id}>{id} · (gone)</option>
        )}
      </select>
    </label>
  )
}

/** In place of a view whose user was deleted. */
export function UserGone({ otherwise }: { readonly otherwise: ComponentChildren }) {
  const id = userId.value
  const isGone =
    id !== undefined && users.value !== undefined && !users.value.some((user) => user.id === id)
  if (!isGone) return <>{otherwise}</>
  return (
    <div class="notice">
      <h2>User {id} is no longer there</h2>
      <p>It was deleted, its time was up, or the mock was started again.</p>
      <button
        type="button"
        class="primary"
        onClick={() => change({ ...forgotten(), user: undefined })}
      >
        Look at all users
      </button>
    </div>
  )
}

/** A choice within one user means nothing for another. */
const forgotten = (): Record<string, undefined> =>
  Object.fromEntries(Object.keys(pageAddress.value.params).map((name) => [name, undefined]))
