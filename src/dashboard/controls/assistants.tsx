// The list of assistants, each with its webhook: the URL for ended conversations.

import { useState } from 'preact/hooks'
import type { AssistantRow } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { Arrived } from './arrived.tsx'
import { useFresh } from './fresh.ts'
import { ownerInWords } from './scope.ts'
import { StateCard } from './state-card.tsx'

type Assistants = { readonly total: number; readonly assistants: readonly AssistantRow[] }

const STEP = 10
/** The most assistants that one call of the admin API returns. */
const MOST = 1000

export function AssistantsCard() {
  const [limit, setLimit] = useState(STEP)
  const loaded = useFresh<Assistants>('/assistants', { limit })
  return (
    <StateCard title="Assistants" whose={ownerInWords.value}>
      <p class="muted">
        A client sets the webhook of an assistant: the address for ended conversations. The mock
        keeps it, and sends nothing to it.
      </p>
      <Arrived loaded={loaded} what="assistants">
        {({ total, assistants }) => (
          <>
            <AssistantList assistants={assistants} />
            {assistants.length < Math.min(total, MOST) && (
              <button type="button" class="small" onClick={() => setLimit(MOST)}>
                Show {total > MOST ? `the first ${MOST}` : `all ${total}`}
              </button>
            )}
            {total > MOST && limit === MOST && (
              <p class="muted">{counted(total, 'assistant')} in all; the first are shown.</p>
            )}
          </>
        )}
      </Arrived>
    </StateCard>
  )
}

function AssistantList({ assistants }: { readonly assistants: readonly AssistantRow[] }) {
  if (assistants.length === 0) return <p class="muted">This user has no assistants.</p>
  return (
    <ul class="list log" aria-label="Assistants and their webhooks" tabIndex={0}>
      {assistants.map(({ id, name, deleted_at, conversation_ended_webhook_url: url }) => (
        <li key={id} class="item">
          <span>
            {id} <bdi>{name}</bdi> {deleted_at !== null && <span class="chip warn">deleted</span>}
            <br />
            {url === null ? (
              <span class="muted">no webhook</span>
            ) : (
              <>
                webhook <bdi class="mono">{url}</bdi>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
