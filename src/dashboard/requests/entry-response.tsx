import { useMemo, useState } from 'preact/hooks'
import type { RequestEntry, SentResponse } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { toCount } from '../widgets/format.ts'
import { JsonText } from '../widgets/json-text.tsx'
import { Failure, Loading } from '../widgets/notice.tsx'
import { toReason } from '../widgets/reason.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'

/** Characters of a body that are shown at once: a hundred rows would take the browser a while. */
const SHOWN = 20_000

/** The answer that the client got, as far as the mock keeps it. */
export function EntryResponse({ entry: { id, status } }: { readonly entry: RequestEntry }) {
  return (
    <section class="response">
      <h3>Response</h3>
      {status === null ? (
        <p class="muted">Nothing was sent: a fault closed the connection.</p>
      ) : (
        <Sent id={id} />
      )}
    </section>
  )
}

function Sent({ id }: { readonly id: number }) {
  const { data, error, isLoading, reload } = useLoad(`${id}`, (signal) =>
    ask<SentResponse>('GET', `/requests/${id}/response`, { signal }),
  )
  if (data) return <Message response={data} />
  if (isLoading) return <Loading what="the response" />
  if (!isGone(error)) return <Failure error={error} onRetry={reload} />
  return (
    <p class="muted">
      The mock no longer keeps it: only the newest responses are kept, none above 256 KiB, and none
      that may hold a credential.
    </p>
  )
}

function Message({
  response: { status, headers, body, is_cut: isCut },
}: {
  readonly response: SentResponse
}) {
  return (
    <>
      <pre class="code headers">
        {`HTTP/1.1 ${status} ${toReason(status)}`}
        {Object.entries(headers).map(([name, value]) => `\n${name}: ${value}`)}
      </pre>
      {isCut && <p class="stale">A fault closed the connection here, before all of it was sent.</p>}
      {body === '' ? (
        <p class="muted">Without a body.</p>
      ) : (
        <Body text={body} isJson={hasJson(headers)} />
      )}
    </>
  )
}

const hasJson = (headers: SentResponse['headers']): boolean =>
  Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && value.includes('json'),
  )

function Body({ text, isJson }: { readonly text: string; readonly isJson: boolean }) {
  const [isAll, setAll] = useState(false)
  const isLong = text.length > SHOWN
  const shown = isLong && !isAll ? text.slice(0, SHOWN) : text
  // The same element for the same text, so that the thousands below it are not compared again.
  const element = useMemo(
    () => (isJson ? <JsonText text={shown} /> : <pre class="code">{shown}</pre>),
    [isJson, shown],
  )
  return (
    <>
      <p class="row heading">
        <span class="muted">{toCount(text.length)} characters</span>
        <CopyButton text={text} what="the body" />
      </p>
      {element}
      {isLong && !isAll && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {toCount(text.length)} characters
        </button>
      )}
    </>
  )
}
