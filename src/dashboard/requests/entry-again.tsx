// The buttons that send a request again, or copy it as a program in one of several languages.

import { useState } from 'preact/hooks'
import type { RequestEntry, RequestInFull } from '../../client/wire.ts'
import { toClipboard } from '../widgets/copy-button.tsx'
import { say } from '../widgets/toast.tsx'
import { languages, type ListRequest } from '../code/printed.ts'
import { send } from '../conversations/exchange.ts'
import type { Pair } from '../conversations/query.ts'
import { ask, baseUrl, toMessage } from '../mock/admin.ts'
import { users } from '../mock/status.ts'

const PLACEHOLDER = 'YOUR-KEY'

export function EntryAgain({ entry }: { readonly entry: RequestEntry }) {
  const [isBusy, setBusy] = useState(false)
  const isKeyMissing = entry.token !== null && plainOf(entry) === undefined

  async function attempt(work: (request: ListRequest) => Promise<void>): Promise<void> {
    if (isBusy) return
    setBusy(true)
    try {
      await work(await toRequest(entry))
    } catch (error) {
      say(toMessage(error), 'bad')
    }
    setBusy(false)
  }

  return (
    <div class="row again" role="group" aria-label="The same request once more">
      <button
        type="button"
        class="small"
        disabled={isKeyMissing}
        aria-disabled={isBusy}
        title={isKeyMissing ? 'Its key is no longer valid' : ''}
        onClick={() => void attempt(resend)}
      >
        Send again
      </button>
      <span class="muted">Copy as</span>
      {languages.map(({ name, print }) => (
        <button
          key={name}
          type="button"
          class="small"
          aria-disabled={isBusy}
          aria-label={`Copy as ${name}`}
          onClick={() => void attempt((request) => copy(print, request))}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

/** Throws when the journal did not keep the body unchanged. */
async function toRequest(entry: RequestEntry): Promise<ListRequest> {
  const { id, method, path, query, accept, preferences, token } = entry
  const body =
    method === 'GET' || method === 'HEAD'
      ? null
      : (await ask<RequestInFull>('GET', `/requests/${id}`)).body
  const loss = body && lossOf(body)
  if (loss) throw new Error(`The mock has not kept the body as it was: ${loss}.`)
  const headers: Pair[] = [
    ...(token === null
      ? []
      : [['Authorization', `Bearer ${plainOf(entry) ?? PLACEHOLDER}`] as const]),
    ...(accept === null ? [] : [['Accept', accept] as const]),
    ...(preferences === null ? [] : [['Prefer', preferences] as const]),
    ...(body?.type ? [['Content-Type', body.type] as const] : []),
  ]
  return {
    url: `${baseUrl}${path}${query === '' ? '' : `?${query}`}`,
    headers,
    ...(method !== 'GET' && { method }),
    ...(body?.text !== null && body?.text !== undefined && { body: body.text }),
  }
}

/** Why the body cannot be sent again; undefined when it can. */
function lossOf({ text, size, is_cut: isCut }: NonNullable<RequestInFull['body']>) {
  if (text === null) return 'newer ones took its room, or it was too large to read'
  if (isCut) return 'it has only the first 8 KiB'
  if (text.includes('***')) return 'it put *** for what may be a credential'
  const isText = new TextEncoder().encode(text).length === (size ?? 0)
  return isText ? undefined : 'it holds bytes that are no text, such as those of a file'
}

const plainOf = ({ user, token }: RequestEntry): string | undefined =>
  users.value?.find(({ id }) => id === user)?.tokens.find(({ id }) => id === token)?.plain

async function resend(request: ListRequest): Promise<void> {
  const { status, problem } = await send(request)
  if (status === null) say(`No answer came: ${problem ?? 'the connection was closed'}.`, 'bad')
  else say(`Sent again, and answered ${status}. It is in the list.`)
}

async function copy(print: (request: ListRequest) => string, request: ListRequest): Promise<void> {
  if (await toClipboard(print(request))) say('Copied.')
  else say('The browser does not let this page copy; select the text instead.', 'bad')
}
