// The faults that struck the request of this page, each with a button to disarm it.

import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshStatus } from '../mock/status.ts'
import { effectInWords } from '../controls/effects.ts'
import { remainingInWords } from '../controls/fault-words.ts'
import type { StruckFault } from './struck.ts'

type Props = {
  readonly faults: readonly StruckFault[]
  /** Whether the faults struck the previous request, while the next one is in progress. */
  readonly isOld: boolean
  /** Whether the browser received an answer despite the faults. */
  readonly isAnswered: boolean
  readonly onDisarm: () => void
}

export function StruckFaults({ faults, ...rest }: Props) {
  if (faults.length === 0) return null
  return (
    <section
      class={`card struck ${rest.isOld ? 'old' : ''}`}
      aria-label="Faults that struck this request"
      aria-live="polite"
    >
      {faults.map((fault) => (
        <Strike key={fault.id} fault={fault} {...rest} />
      ))}
    </section>
  )
}

/**
 * Effects after which browsers repeat a request by themselves, if the connection was used before.
 */
const ANSWERLESS = new Set(['reset', 'empty'])

type StrikeProps = Omit<Props, 'faults'> & { readonly fault: StruckFault }

function Strike({ fault: { id, type, armed }, isOld, isAnswered, onDisarm }: StrikeProps) {
  async function disarm(): Promise<void> {
    await attempt(() => ask('DELETE', `/faults/${id}`), `Fault ${id} is disarmed.`)
    void refreshStatus()
    onDisarm()
  }

  if (!armed) {
    return (
      <p>
        <strong>Fault {id}</strong> ({type}) struck this request. It is no longer armed.
      </p>
    )
  }
  const { note, effect } = armed
  const isRepeated = isAnswered && ANSWERLESS.has(type)
  return (
    <p class="row">
      <span>
        <strong>
          Fault {id}
          {note !== null && (
            <>
              {' '}
              “<bdi>{note}</bdi>”
            </>
          )}
        </strong>{' '}
        struck this request: it {effectInWords(effect)}.
        {isRepeated && ' The browser asked again by itself.'}
      </span>
      <span class="chip warn">{remainingInWords(armed)}</span>
      <button
        type="button"
        class="small"
        disabled={isOld}
        onClick={() => void disarm()}
        aria-label={`Disarm fault ${id}`}
      >
        Disarm
      </button>
    </p>
  )
}
