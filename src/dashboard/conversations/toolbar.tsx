// The menus for the token and the edition, and the buttons to reload the list and to make a
// conversation.

import type { UserRecord } from '../../client/wire.ts'
import { type EditionName, editionNames } from '../../editions.ts'
import { editionWords } from '../begin/edition-words.ts'
import { isolate } from '../widgets/isolate.ts'
import { pageAddress } from '../page-address.ts'
import { move } from './address.ts'
import { queryOf, withoutPosition } from './query.ts'

type Props = {
  readonly user: UserRecord
  readonly token: UserRecord['tokens'][number]
  /** The edition that answers the request. */
  readonly edition: EditionName
  readonly isLoading: boolean
  readonly onReload: () => void
  readonly onNew: () => void
}

export function Toolbar({ user, token, edition, isLoading, onReload, onNew }: Props) {
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
          {user.tokens.map(({ id, plain, edition: own }) => (
            <option key={id} value={id}>
              {own} · {isolate(plain)}
            </option>
          ))}
        </select>
      </label>
      <EditionChoice own={token.edition} />
      <p class="muted edition-words">
        {editionWords[edition]} An edition is the API as one brand documents it.
      </p>
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
  const wanted = pageAddress.value.params['edition'] ?? ''
  return (
    <label class="field">
      <span>Edition of the API</span>
      <select
        value={wanted}
        onChange={(event) => restart({ edition: event.currentTarget.value || undefined })}
      >
        <option value="">the token’s own ({own})</option>
        {editionNames.map((name) => (
          <option key={name} value={name}>
            Prefer: edition={name}
          </option>
        ))}
        {wanted !== '' && !editionNames.some((name) => name === wanted) && (
          <option value={wanted}>{wanted} (no edition)</option>
        )}
      </select>
    </label>
  )
}

/**
 * Starts at the first page again, because pages and cursors of one list mean nothing in another.
 */
function restart(step: { token: string } | { edition: string | undefined }): void {
  move({ ...step, query: withoutPosition(queryOf(pageAddress.value.params)) })
}
