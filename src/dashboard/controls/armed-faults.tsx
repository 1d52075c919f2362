// The list of armed faults, with the number of strikes of each.

import { useState } from 'preact/hooks'
import type { ArmedFault } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { counted } from '../widgets/format.ts'
import { JsonText } from '../widgets/json-text.tsx'
import { Empty } from '../widgets/notice.tsx'
import { attempt } from '../widgets/toast.tsx'
import { ask, baseUrl } from '../mock/admin.ts'
import { userId } from '../page-address.ts'
import { Arrived } from './arrived.tsx'
import { toCurl } from './call.ts'
import { effectInWords } from './effects.ts'
import { isSpent, matchInWords, pageInWords, remainingInWords } from './fault-words.ts'
import { chosenName, whomInWords } from './scope.ts'

type Props = {
  readonly faults: readonly ArmedFault[] | undefined
  readonly error: unknown
  readonly onChange: () => void
}

export function ArmedFaults({ faults, error, onChange }: Props) {
  const user = userId.value
  const removable = (faults ?? []).filter(
    (fault) => user === undefined || fault.user === user,
  ).length

  async function disarmAll(): Promise<void> {
    const whose =
      user === undefined
        ? 'All faults are disarmed'
        : `All faults of ${chosenName.value ?? 'the user'} are disarmed`
    await attempt(() => ask('DELETE', '/faults', { query: { user } }), `${whose}.`)
    onChange()
  }

  return (
    <section class="card armed" aria-label="Armed faults">
      <header>
        <h2>Armed faults</h2>
        {removable > 0 && (
          <button type="button" onClick={() => void disarmAll()}>
            Disarm all{user === undefined ? '' : ' of this user'}
          </button>
        )}
      </header>
      <Arrived loaded={{ data: faults, error, reload: onChange }} what="faults">
        {(known) => <FaultList faults={known} onChange={onChange} />}
      </Arrived>
    </section>
  )
}

function FaultList({
  faults,
  onChange,
}: Pick<Props, 'onChange'> & { readonly faults: readonly ArmedFault[] }) {
  if (faults.length === 0)
    return (
      <Empty title="Nothing is armed">
        <p>Every request is answered as the API would.</p>
      </Empty>
    )
  return (
    <>
      <p class="muted">The newest first; each request meets the oldest first.</p>
      <ul class="list">
        {faults.toReversed().map((fault) => (
          <FaultItem key={fault.id} fault={fault} onChange={onChange} />
        ))}
      </ul>
    </>
  )
}

function FaultItem({
  fault,
  onChange,
}: {
  readonly fault: ArmedFault
  readonly onChange: () => void
}) {
  const { id, user, match, effect, note, matched, applied, times, seed, dashboard } = fault

  async function disarm(): Promise<void> {
    await attempt(() => ask('DELETE', `/faults/${id}`), `Fault ${id} is disarmed.`)
    onChange()
  }

  return (
    <li class={isSpent(fault) ? 'fault spent' : 'fault'}>
      <div class="head">
        <strong>
          <bdi>{note ?? `Fault ${id}`}</bdi>
        </strong>
        <span class={isSpent(fault) ? 'chip' : 'chip warn'}>{remainingInWords(fault)}</span>
        <button
          type="button"
          class="small"
          onClick={() => void disarm()}
          aria-label={`Disarm fault ${id}`}
        >
          Disarm
        </button>
      </div>
      <p>
        <bdi>{capitalized(matchInWords(match))}</bdi>: <bdi>{effectInWords(effect)}</bdi>.
      </p>
      <p class="muted">
        Fault {id} · strikes <bdi>{whomInWords(user)}</bdi>, {pageInWords(fault)} ·{' '}
        {counted(matched, 'request')} fitted · <b>struck {counted(applied, 'time')}</b>
      </p>
      <FaultCall
        user={user ?? undefined}
        body={{
          match,
          ...(times !== null && { times }),
          seed,
          ...(dashboard && { dashboard }),
          effect,
          ...(note !== null && { note }),
        }}
      />
    </li>
  )
}

type CallProps = { readonly user: number | undefined; readonly body: unknown }

function FaultCall({ user, body }: CallProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>JSON and curl</summary>
      {isOpen && (
        <>
          <JsonText text={JSON.stringify(body)} />
          <CurlLine user={user} body={body} />
        </>
      )}
    </details>
  )
}

/** Shows the curl command that arms this fault. */
export function CurlLine({ user, body }: CallProps) {
  const curl = toCurl(baseUrl, { method: 'POST', path: '/faults', user, body })
  return (
    <div class="curl">
      <pre class="code" tabIndex={0}>
        {curl}
      </pre>
      <CopyButton text={curl} what="curl" />
    </div>
  )
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
