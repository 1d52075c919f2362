// The faults that changed an answer, each with a button to disarm it.

import type { RequestEntry } from '../../client/wire.ts'
import { attempt } from '../widgets/toast.tsx'
import { effectInWords } from '../controls/effects.ts'
import { isSpent } from '../controls/fault-words.ts'
import { ask } from '../mock/admin.ts'
import { armedFaults, refreshStatus } from '../mock/status.ts'

export function EntryFaults({
  entry: { faults, fault_ids: ids },
}: {
  readonly entry: RequestEntry
}) {
  return (
    <ul class="entry-faults">
      {faults.map((type, index) => (
        <li key={index} class="row">
          <FaultItem type={type} id={ids[index]} />
        </li>
      ))}
    </ul>
  )
}

function FaultItem({ type, id }: { readonly type: string; readonly id: number | undefined }) {
  const fault = armedFaults.value.find((one) => one.id === id)

  async function disarm(): Promise<void> {
    await attempt(() => ask('DELETE', `/faults/${id}`), `Fault ${id} is disarmed.`)
    await refreshStatus()
  }

  return (
    <>
      <span class="chip fault">{type}</span>
      {fault && (
        <span>
          {fault.note !== null && (
            <>
              “<bdi>{fault.note}</bdi>”:{' '}
            </>
          )}
          it {effectInWords(fault.effect)}
        </span>
      )}
      {fault && !isSpent(fault) ? (
        <button
          type="button"
          class="small"
          aria-label={`Disarm fault ${id}`}
          onClick={() => void disarm()}
        >
          Disarm
        </button>
      ) : (
        <span class="muted">no longer armed</span>
      )}
    </>
  )
}
