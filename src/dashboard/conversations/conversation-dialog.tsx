// The dialog for one conversation: its messages and all its fields, also those that no edition
// shows. A second dialog makes new conversations.

import { useMemo } from 'preact/hooks'
import type { ConversationRow } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { confirm, Dialog } from '../widgets/dialog.tsx'
import { isolate } from '../widgets/isolate.ts'
import { JsonText } from '../widgets/json-text.tsx'
import { Empty, Failure, Loading } from '../widgets/notice.tsx'
import { attempt, say } from '../widgets/toast.tsx'
import { useLoad } from '../widgets/use-load.ts'
import { ask, isGone, open } from '../mock/admin.ts'
import { refreshStatus } from '../mock/status.ts'
import { move } from './address.ts'
import { Chat } from './chat.tsx'
import type { Pair } from './query.ts'
import { type RowChanges, type Texts, toTexts } from './row-fields.ts'
import { RowForm } from './row-form.tsx'

type Props = {
  readonly user: number
  readonly uuid: string
  /** The headers of the list's request, which carry the token. */
  readonly headers: readonly Pair[]
  /** Called when the list is out of date. */
  readonly onChange: () => void
}

const close = (): void => move({ row: undefined })

const pathOf = (uuid: string): string => `/conversations/${encodeURIComponent(uuid)}`

export function ConversationDialog({ user, uuid, headers, onChange }: Props) {
  const query = { user }
  // The row stays text, because parsing would round its 64-bit integers.
  const {
    data: json,
    error,
    reload,
  } = useLoad(uuid, async (signal) => (await open(pathOf(uuid), { query, signal })).text())

  const row = useMemo(() => (json === undefined ? undefined : toTexts(json)), [json])

  async function save(changes: RowChanges['changes']): Promise<void> {
    const saved = await ask<ConversationRow>('PATCH', pathOf(uuid), { query, body: changes })
    say('Changed.')
    onChange()
    if (saved.uuid === uuid) reload()
    else move({ row: saved.uuid })
  }

  async function remove(): Promise<void> {
    const isSure = await confirm({
      title: 'Delete this conversation?',
      text: `${isolate(uuid)} will be gone from every list until the mock is reset.`,
      action: 'Delete conversation',
    })
    if (!isSure || !(await attempt(() => ask('DELETE', pathOf(uuid), { query }), 'Deleted.')))
      return
    close()
    onChange()
    void refreshStatus()
  }

  return (
    <Dialog title="Conversation" onClose={close} isWide>
      <div class="conversation-dialog">
        <p class="row">
          <code>{uuid}</code>
          <CopyButton text={uuid} what="id" />
        </p>
        {!isGone(error) && (
          <Chat
            user={user}
            uuid={uuid}
            row={row}
            headers={headers}
            onChange={() => {
              reload()
              onChange()
            }}
          />
        )}
        {json !== undefined && row && (
          <Row json={json} row={row} onSave={save} onDelete={() => void remove()} />
        )}
        {error !== undefined && <Unavailable error={error} onRetry={reload} />}
        {json === undefined && error === undefined && <Loading what="the conversation" />}
      </div>
    </Dialog>
  )
}

type RowProps = {
  readonly json: string
  readonly row: Texts
  readonly onSave: (changes: RowChanges['changes']) => Promise<void>
  readonly onDelete: () => void
}

const Row = ({ json, row, onSave, onDelete }: RowProps) => (
  <>
    <h3>Fields</h3>
    <RowForm before={row} action="Save changes" onSubmit={onSave} onDelete={onDelete} />
    <details>
      <summary>The row as the mock holds it</summary>
      <JsonText text={json} />
    </details>
  </>
)

function Unavailable({
  error,
  onRetry,
}: {
  readonly error: unknown
  readonly onRetry: () => void
}) {
  if (!isGone(error)) return <Failure error={error} onRetry={onRetry} />
  return (
    <Empty title="This conversation is not there">
      <p>It was deleted, it is another user’s, or the mock was reset.</p>
      <button type="button" onClick={close}>
        Back to the list
      </button>
    </Empty>
  )
}

type NewProps = {
  readonly user: number
  readonly onClose: () => void
  readonly onChange: () => void
}

export function NewConversation({ user, onClose, onChange }: NewProps) {
  async function make(changes: RowChanges['changes']): Promise<void> {
    const { conversations } = await ask<{ conversations: ConversationRow[] }>(
      'POST',
      '/conversations',
      { query: { user }, body: changes },
    )
    say('Made. This is what it became.')
    onClose()
    onChange()
    void refreshStatus()
    move({ row: conversations[0]?.uuid })
  }

  return (
    <Dialog title="New conversation" onClose={onClose} isWide>
      <div class="conversation-dialog">
        <p class="muted">
          What is left empty is made up to agree with the rest. It begins now, by the clock of the
          user.
        </p>
        <RowForm before={{}} action="Make conversation" onSubmit={make} />
      </div>
    </Dialog>
  )
}
