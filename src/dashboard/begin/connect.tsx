// The card for connecting a client: the base URL, a key and a first call in several languages. The
// card turns green when a request arrives.

import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import type { RequestEntry } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { counted } from '../widgets/format.ts'
import { StatusPill } from '../widgets/status-pill.tsx'
import { languages } from '../code/printed.ts'
import { baseUrl } from '../mock/admin.ts'
import { isThere, requests, run } from '../mock/live.ts'
import { currentUser } from '../mock/status.ts'
import { hrefOf, userId } from '../page-address.ts'
import { editionWords, firstOfEach } from './edition-words.ts'

export function Connect() {
  const [edition, setEdition] = useState('combined')
  const [language, setLanguage] = useState('curl')
  const tokens = firstOfEach(currentUser.value?.tokens ?? [])
  const token = tokens.find((one) => one.edition === edition) ?? tokens.at(-1)
  const arrived = useArrival()
  const headers = [
    ['Authorization', `Bearer ${token?.plain ?? 'YOUR-KEY'}`],
    ['Accept', 'application/json'],
  ] as const
  const chosen = languages.find(({ name }) => name === language) ?? languages[0]
  const text = chosen?.print({ url: `${baseUrl}/api/user/conversations`, headers }) ?? ''
  return (
    <section
      class={`card connect ${arrived === undefined ? '' : 'arrived'}`}
      aria-label="Connect your client"
    >
      <header>
        <h2>Connect your client</h2>
      </header>
      <p class="row">
        <span class="muted">Base URL</span> <code>{baseUrl}</code>
        <CopyButton text={baseUrl} what="the base URL" />
      </p>
      <Keys tokens={tokens} chosen={token?.edition} onChoose={setEdition} />
      <div class="row" role="group" aria-label="Language">
        {languages.map(({ name }) => (
          <button
            key={name}
            type="button"
            class="small"
            aria-pressed={name === language}
            onClick={() => setLanguage(name)}
          >
            {name}
          </button>
        ))}
        <CopyButton text={text} what={`the call in ${language}`} />
      </div>
      <pre class="code" tabIndex={0}>
        {text}
      </pre>
      <div role="status">
        {arrived === undefined ? (
          <p class="muted">Waiting for a request … It appears here by itself.</p>
        ) : (
          <Arrival entry={arrived} />
        )}
      </div>
    </section>
  )
}

/**
 * The first request of a client after this card appeared; undefined until one arrives. Requests
 * that the page loads for the first time are older than the card.
 */
function useArrival(): RequestEntry | undefined {
  const start = useSignal<{ readonly run: number; readonly lastId: number } | undefined>(undefined)
  useSignalEffect(() => {
    if (!isThere.value) return
    const before = start.peek()
    if (before === undefined) start.value = { run: run.value, lastId: newestId() }
    else if (before.run !== run.value) start.value = { run: run.value, lastId: 0 }
  })
  return useComputed(() => {
    const { lastId } = start.value ?? {}
    if (lastId === undefined) return undefined
    return requests.value.find(
      ({ id, dashboard, user }) =>
        id > lastId && !dashboard && (user === null || user === (userId.value ?? user)),
    )
  }).value
}

const newestId = (): number => requests.peek().at(-1)?.id ?? 0

function Arrival({ entry: { id, method, path, status, rows } }: { readonly entry: RequestEntry }) {
  return (
    <p class="row">
      <strong>Connected.</strong> <StatusPill status={status} />
      <bdi class="mono">
        {method} {path}
      </bdi>
      {rows !== null && counted(rows, 'row')}
      {status === 401 && <span class="field-error">The key is not one of these.</span>}
      <a href={hrefOf('requests', { open: id })}>Look at this request</a>
    </p>
  )
}

type KeysProps = {
  readonly tokens: ReturnType<typeof firstOfEach>
  readonly chosen: string | undefined
  readonly onChoose: (edition: string) => void
}

function Keys({ tokens, chosen, onChoose }: KeysProps) {
  const name = useId()
  if (tokens.length === 0)
    return (
      <p class="muted">
        This user has no valid key. <a href={hrefOf('controls', { part: 'users' })}>Make a user</a>{' '}
        with one.
      </p>
    )
  return (
    <fieldset class="keys-of-user">
      <legend class="muted">Key</legend>
      {tokens.map(({ edition, plain }) => (
        <div key={edition} class="key-of-user">
          <label>
            <input
              type="radio"
              name={name}
              checked={edition === chosen}
              onChange={() => onChoose(edition)}
            />
            <span>
              <code>{plain}</code> <span class="muted">{editionWords[edition]}</span>
            </span>
          </label>
          <CopyButton text={plain} what={`the key of ${edition}`} />
        </div>
      ))}
    </fieldset>
  )
}
