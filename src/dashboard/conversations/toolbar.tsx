// The user of the list, the token, and the edition of the API.

import type { UserRecord } from '../../client/wire.ts'
import { editionNames } from '../../editions.ts'
import { isolate } from '../controls/isolate.ts'
import { place } from '../place.ts'
import { move } from './address.ts'
import { queryOf, withoutPlace } from './query.ts'

type Props = {
  readonly user: UserRecord
  readonly token: UserRecord['tokens'][number]
  readonly isLoading: boolean
  readonly onReload: () => void
  readonly onNew: () => void
}

export function Toolbar({ user, token, isLoading, onReload, onNew }: Props) {
  return (
    <div class="toolbar row">
      <label class="field">
        <span>
          Token of user {user.id} · <bdi>{user.name}</bdi>
        </span>
        <select
          value={token.id}
          onChange={(event) => restart({ token: event.currentTarget.value })}
        >
          {user.tokens.map(({ id, plain, edition }) => (
            <option key={id} value={id}>
              {edition} · {isolate(plain)}
            </option>
          ))}
        </select>
      </label>
      <EditionChoice own={token.edition} />
      <div class="row actions">
        <button
          type="button"
          onClick={onReload}
          disabled={isLoading}
          title="Send the same request again (r)"
        >
          Ask again
        </button>
        <button type="button" class="primary" onClick={onNew} title="Make a conversation (n)">
          New conversation
        </button>
      </div>
    </div>
  )
}

function EditionChoice({ own }: { readonly own: string }) {
  const asked = place.value.params['edition'] ?? ''
  return (
    <label class="field">
      <span>Edition of the API</span>
      <select
        value={asked}
        onChange={(event) => restart({ edition: event.currentTarget.value || undefined })}
      >
        <option value="">the token’s own ({own})</option>
        {editionNames.map((name) => (
          <option key={name} value={name}>
            Prefer: edition={name}
          </option>
        ))}
        {asked !== '' && !editionNames.some((name) => name === asked) && (
          <option value={asked}>{asked} (no edition)</option>
        )}
      </select>
    </label>
  )
}

/** Pages and cursors of one list mean nothing in another. */
function restart(step: { token: string } | { edition: string | undefined }): void {
  move({ ...step, query: withoutPlace(queryOf(place.value.params)) })
}
