import type { RequestEntry, SentResponse } from '../../client/wire.ts'
import { Failure, Loading } from '../widgets/notice.tsx'
import { toReason } from '../widgets/reason.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { BodyText } from './body-text.tsx'

/** The answer that the client received. The mock keeps only the newest answers. */
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
        <BodyText text={body} isJson={hasJson(headers)} what="the body" />
      )}
    </>
  )
}

const hasJson = (headers: SentResponse['headers']): boolean =>
  Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && value.includes('json'),
  )
