// The dialog that silences a rule, for a user or for the whole run, with a reason.

import { useState } from 'preact/hooks'
import { Dialog } from '../widgets/dialog.tsx'
import { isolate } from '../widgets/isolate.ts'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import type { FindingGroup } from './finding-groups.ts'
import { nameOfUser } from './user-name.ts'

const MAX_REASON = 500

type Props = {
  readonly group: FindingGroup
  readonly onChange: () => void
  readonly onClose: () => void
}

export function SilenceDialog({ group: { rule, findings }, onChange, onClose }: Props) {
  const owners = [...new Set(findings.flatMap(({ user }) => user ?? []))]
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState(owners[0] === undefined ? '' : String(owners[0]))

  async function silence(event: Event): Promise<void> {
    event.preventDefault()
    const query = owner === '' ? {} : { user: owner }
    const isDone = await attempt(
      () => ask('PUT', `/silences/${rule}`, { query, body: { reason } }),
      `${rule} does not count any longer.`,
    )
    if (!isDone) return
    onChange()
    onClose()
  }

  return (
    <Dialog title={`Silence ${rule}`} onClose={onClose}>
      <p>Reports still show what it finds, with the reason; it no longer fails anything.</p>
      <form onSubmit={(event) => void silence(event)}>
        <label class="field">
          <span>Reason</span>
          <textarea
            rows={3}
            required
            maxLength={MAX_REASON}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>For</span>
          <select value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
            {owners.map((id) => (
              <option key={id} value={id}>
                {isolate(nameOfUser(id) ?? `user ${id}`)}
              </option>
            ))}
            <option value="">everybody, for the whole run</option>
          </select>
        </label>
        <div class="row">
          <button type="submit" class="primary" disabled={reason.trim() === ''}>
            Silence
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  )
}
