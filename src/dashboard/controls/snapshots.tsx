import { useState } from 'preact/hooks'
import type { Snapshot } from '../../client/wire.ts'
import { confirm } from '../widgets/dialog.tsx'
import { counted, toDateTime } from '../widgets/format.ts'
import { attempt, say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshStatus } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { Arrived } from './arrived.tsx'
import { Errors, FieldSet } from './field-set.tsx'
import { type Field, otherErrors, type Values, withoutSent } from './fields.ts'
import { useForm } from './form.ts'
import { useFresh } from './fresh.ts'
import { ownerInWords } from './scope.ts'
import { StateCard } from './state-card.tsx'

/** The card for snapshots, which are named states of a user's rows. */
export function SnapshotsCard() {
  const loaded = useFresh<{ snapshots: readonly Snapshot[] }>('/snapshots')
  return (
    <StateCard title="Snapshots" whose={ownerInWords.value}>
      <SaveForm
        names={loaded.data?.snapshots.map(({ name }) => name) ?? []}
        onSaved={loaded.reload}
      />
      <Arrived loaded={loaded} what="snapshots">
        {({ snapshots }) => <SnapshotList snapshots={snapshots} onChange={loaded.reload} />}
      </Arrived>
    </StateCard>
  )
}

const pathOf = (name: string): string => `/snapshots/${encodeURIComponent(name)}`

const fields: readonly Field[] = [
  { path: 'name', label: 'Name', kind: 'text', placeholder: 'before-the-demo' },
]

function SaveForm({
  names,
  onSaved,
}: {
  readonly names: readonly string[]
  readonly onSaved: () => void
}) {
  const [values, setValues] = useState<Values>({})
  const { errors, isBusy, submit } = useForm()
  const name = (values['name'] ?? '').trim()

  async function save(event: Event): Promise<void> {
    event.preventDefault()
    const isSure =
      !names.includes(name) ||
      (await confirm({
        title: `Replace ${name}?`,
        text: 'There is a snapshot of this name. Its rows are lost.',
        action: 'Replace',
      }))
    if (!isSure) return
    const saved = await submit(() =>
      ask<Snapshot>('PUT', pathOf(name), { query: { user: userId.value } }),
    )
    if (!saved) return
    say(`Saved ${counted(saved.conversations, 'row')} as ${saved.name}.`)
    setValues((now) => withoutSent(now, values))
    onSaved()
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <div class="row bottom">
        <FieldSet fields={fields} values={values} errors={errors} onChange={setValues} />
        <button type="submit" disabled={name === ''} aria-disabled={isBusy}>
          Save
        </button>
      </div>
      <Errors errors={otherErrors(fields, errors)} />
    </form>
  )
}

function SnapshotList({
  snapshots,
  onChange,
}: {
  readonly snapshots: readonly Snapshot[]
  readonly onChange: () => void
}) {
  if (snapshots.length === 0)
    return (
      <p class="muted">
        None yet. A snapshot keeps the rows as they are now; restoring it brings them back.
      </p>
    )
  return (
    <ul class="list">
      {snapshots.map((snapshot) => (
        <SnapshotItem key={snapshot.name} snapshot={snapshot} onChange={onChange} />
      ))}
    </ul>
  )
}

type ItemProps = { readonly snapshot: Snapshot; readonly onChange: () => void }

function SnapshotItem({ snapshot: { name, created_at, conversations }, onChange }: ItemProps) {
  const rows = counted(conversations, 'row')

  async function restore(): Promise<void> {
    if (
      !(await confirm({
        title: `Restore ${name}?`,
        text: `The rows of now are replaced by its ${rows}.`,
        action: 'Restore',
      }))
    )
      return
    await attempt(
      () => ask('POST', `${pathOf(name)}/restore`, { query: { user: userId.value } }),
      `Restored ${rows} of ${name}.`,
    )
    onChange()
    await refreshStatus()
  }

  async function remove(): Promise<void> {
    if (
      !(await confirm({
        title: `Delete ${name}?`,
        text: `Its ${rows} cannot be restored then.`,
        action: 'Delete',
      }))
    )
      return
    await attempt(
      () => ask('DELETE', pathOf(name), { query: { user: userId.value } }),
      `Deleted the snapshot ${name}.`,
    )
    onChange()
  }

  return (
    <li class="item">
      <span>
        <strong>{name}</strong>
        <br />
        <span class="muted">
          {rows} · {toDateTime(created_at)} UTC
        </span>
      </span>
      <button
        type="button"
        class="small"
        onClick={() => void restore()}
        aria-label={`Restore ${name}`}
      >
        Restore …
      </button>
      <button
        type="button"
        class="small danger"
        onClick={() => void remove()}
        aria-label={`Delete ${name}`}
      >
        Delete …
      </button>
    </li>
  )
}
