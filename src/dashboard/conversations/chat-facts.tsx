// Facts about a conversation: its assistant, whether the AI is on, the user's balance, and the
// webhook.

import { useState } from 'preact/hooks'
import type { AssistantRow, UserRecord } from '../../client/wire.ts'
import { toMoney } from '../widgets/format.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask, toMessage } from '../mock/admin.ts'
import type { Texts } from './row-fields.ts'

type Props = {
  readonly user: number
  readonly row: Texts | undefined
  /** The number of calls that the chat has made. Each may have changed the balance. */
  readonly calls: number
  /** Resolves to the reason if the call failed. */
  readonly onSwitch: () => Promise<string | undefined>
}

export function ChatFacts({ user, row, calls, onSwitch }: Props) {
  const { data } = useLoad(`${user} ${calls}`, (signal) =>
    ask<UserRecord>('GET', `/users/${user}`, { signal }),
  )
  return (
    <dl class="facts">
      <dt>AI</dt>
      <dd>{row && <AiSwitch isOn={row.ai_enabled === 'true'} onSwitch={onSwitch} />}</dd>
      <dt>Balance</dt>
      <dd>
        {data ? toMoney(data.total_balance) : '–'}{' '}
        <span class="muted">of user {user}, who pays for answers</span>
      </dd>
      {row?.assistant_id !== undefined && <AssistantFacts user={user} id={row.assistant_id} />}
    </dl>
  )
}

function AiSwitch({ isOn, onSwitch }: { isOn: boolean; onSwitch: Props['onSwitch'] }) {
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | undefined>(undefined)

  async function act(): Promise<void> {
    if (isBusy) return
    setBusy(true)
    setRefusal(await onSwitch())
    setBusy(false)
  }

  return (
    <>
      <span class="row">
        <span class={isOn ? 'chip good' : 'chip warn'}>{isOn ? 'on' : 'off'}</span>
        <button type="button" class="small" aria-disabled={isBusy} onClick={() => void act()}>
          Switch the AI {isOn ? 'off' : 'on'}
        </button>
      </span>
      {refusal !== undefined && (
        <p class="field-error" role="alert" dir="auto">
          {refusal}
        </p>
      )}
    </>
  )
}

/** Shows the assistant of the conversation and its webhook. */
function AssistantFacts({ user, id }: { readonly user: number; readonly id: string }) {
  const { data, error } = useLoad(`${user} ${id}`, (signal) => findAssistant(user, id, signal))
  const url = data?.conversation_ended_webhook_url
  return (
    <>
      <dt>Assistant</dt>
      <dd>
        {id} {data && <bdi>{data.name}</bdi>}{' '}
        {data && data.deleted_at !== null && <span class="chip warn">deleted</span>}
        {error !== undefined && <span class="field-error">{toMessage(error)}</span>}
      </dd>
      <dt>Webhook</dt>
      <dd>
        {typeof url === 'string' && (
          <>
            <bdi class="mono">{url}</bdi> <span class="muted">kept for ended conversations</span>
          </>
        )}
        {data && url === null && <span class="muted">none for ended conversations</span>}
      </dd>
    </>
  )
}

/** The most assistants that one call of the admin API returns. */
const LIMIT = 1000

async function findAssistant(
  user: number,
  id: string,
  signal: AbortSignal,
): Promise<AssistantRow | undefined> {
  for (let offset = 0, total = 1; offset < total; offset += LIMIT) {
    const query = { user, limit: LIMIT, offset }
    const page = await ask<{ total: number; assistants: AssistantRow[] }>('GET', '/assistants', {
      query,
      signal,
    })
    const known = page.assistants.find((assistant) => String(assistant.id) === id)
    if (known) return known
    total = page.total
  }
  return undefined
}
