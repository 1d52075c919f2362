// The menu that chooses the user. Each user has its own rows, tokens, faults, clock and journal.

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

/** Shows a notice in place of the view when its user no longer exists. */
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

/** Clears all parameters of the address, because they mean nothing for another user. */
const forgotten = (): Record<string, undefined> =>
  Object.fromEntries(Object.keys(pageAddress.value.params).map((name) => [name, undefined]))
