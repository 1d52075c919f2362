import { useState } from 'preact/hooks'
import type { UserRecord } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { confirm } from '../widgets/dialog.tsx'
import { counted, toDateTime } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshStatus, refreshUsers } from '../mock/status.ts'
import { change, userId } from '../page-address.ts'
import { Balance } from './balance.tsx'

/**
 * `isNew` marks a user that was made just now. Its tokens are visible at once, because a person
 * needs them next.
 */
export function UserItem({ user, isNew }: { readonly user: UserRecord; readonly isNew: boolean }) {
  const {
    id,
    name,
    email,
    is_created: isCreated,
    expires_at: expiresAt,
    conversations,
    tokens,
  } = user
  return (
    <li class={isNew ? 'user new' : 'user'}>
      <div class="who">
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        {isNew && <span class="chip good">new</span>}
        <p class="muted">
          <bdi>{email}</bdi>
        </p>
        <p class="muted">
          User {id} · {counted(conversations, 'row')} ·{' '}
          {isCreated ? 'made here' : 'from the dataset'}
          {expiresAt !== null && ` · until ${toDateTime(expiresAt)} UTC`}
        </p>
        <Balance user={user} />
      </div>
      <ul class="list tokens" aria-label={`Tokens of user ${id}`}>
        {tokens.map((token) => (
          <TokenItem key={token.id} token={token} isOfNewUser={isNew} />
        ))}
        {tokens.length === 0 && <li class="muted">No valid token</li>}
      </ul>
      <UserActions user={user} />
    </li>
  )
}

function UserActions({
  user: { id, name, is_created: isCreated, conversations },
}: {
  readonly user: UserRecord
}) {
  const isLookedAt = userId.value === id

  async function remove(): Promise<void> {
    const text = `User ${id} goes with its ${counted(conversations, 'row')}, tokens, faults and requests. This cannot be undone.`
    if (!(await confirm({ title: `Delete ${isolate(name)}?`, text, action: 'Delete user' }))) return
    await attempt(() => ask('DELETE', `/users/${id}`), `User ${id} is deleted.`)
    await Promise.all([refreshUsers(), refreshStatus()])
  }

  return (
    <div class="row actions">
      <button
        type="button"
        class="small"
        aria-pressed={isLookedAt}
        aria-label={`Look at user ${id} only`}
        onClick={() => change({ user: isLookedAt ? undefined : id })}
      >
        Look at
      </button>
      {isCreated && (
        <button
          type="button"
          class="small danger"
          aria-label={`Delete user ${id}`}
          onClick={() => void remove()}
        >
          Delete …
        </button>
      )}
    </div>
  )
}

type TokenProps = { readonly token: UserRecord['tokens'][number]; readonly isOfNewUser: boolean }

function TokenItem({ token: { id, plain, edition }, isOfNewUser }: TokenProps) {
  // Undefined until a click, because the list can show a user before the form knows it is new.
  const [chosen, setChosen] = useState<boolean>()
  const isShown = chosen ?? isOfNewUser
  const action = isShown ? 'Hide' : 'Show'
  return (
    <li class="row token">
      <span>
        {edition} <span class="muted">token {id}</span>
      </span>
      <code class={isShown ? '' : 'masked'}>{isShown ? plain : '••••••••'}</code>
      <button
        type="button"
        class="small"
        aria-label={`${action} token ${id}`}
        onClick={() => setChosen(!isShown)}
      >
        {action}
      </button>
      <CopyButton text={plain} what={`token ${id}`} />
    </li>
  )
}
