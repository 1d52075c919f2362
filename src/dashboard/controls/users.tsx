// The part of the controls for users. Each user has its own tokens and rows.

import { useState } from 'preact/hooks'
import type { UserRecord } from '../../client/wire.ts'
import { Loading } from '../widgets/notice.tsx'
import { users } from '../mock/status.ts'
import { UserForm } from './user-form.tsx'
import { UserItem } from './user-item.tsx'

export function Users() {
  const [madeId, setMadeId] = useState<number>()
  const list = users.value
  return (
    <div class="users">
      <UserForm onMade={({ id }) => setMadeId(id)} />
      <section class="card" aria-label="All users">
        <header>
          <h2>All users</h2>
          <span class="muted">
            Each has rows, tokens, faults, a clock and a journal of its own.
          </span>
        </header>
        {list ? (
          <ul class="list">
            {madeFirst(list, madeId).map((user) => (
              <UserItem key={user.id} user={user} isNew={user.id === madeId} />
            ))}
          </ul>
        ) : (
          <Loading what="users" />
        )}
        {list?.length === 0 && <p class="muted">There is none.</p>}
      </section>
    </div>
  )
}

/** Moves the user that was just made to the head of the list. */
const madeFirst = (
  list: readonly UserRecord[],
  madeId: number | undefined,
): readonly UserRecord[] =>
  list.toSorted((a, b) => Number(b.id === madeId) - Number(a.id === madeId))
