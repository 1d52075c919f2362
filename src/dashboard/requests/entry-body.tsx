import type { RequestEntry, RequestInFull } from '../../client/wire.ts'
import { toCount } from '../widgets/format.ts'
import { Failure } from '../widgets/notice.tsx'
import { useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { BodyText } from './body-text.tsx'

/** The body of the request, as far as the mock keeps it. Renders nothing without a body. */
export function EntryBody({ entry: { id } }: { readonly entry: RequestEntry }) {
  const { data, error, reload } = useLoad(`${id}`, (signal) =>
    ask<RequestInFull>('GET', `/requests/${id}`, { signal }),
  )
  const hasFailed = error !== undefined && !isGone(error)
  if (!hasFailed && !data?.body) return null
  return (
    <section class="response" aria-label="Body of the request">
      <h3>Body of the request</h3>
      {hasFailed && <Failure error={error} onRetry={reload} />}
      {data?.body && <Body body={data.body} />}
    </section>
  )
}

function Body({
  body: { type, size, text, is_cut: isCut },
}: {
  readonly body: NonNullable<RequestInFull['body']>
}) {
  if (text === null) {
    return (
      <p class="muted">
        The mock does not keep it: only the newest bodies are kept, and none that was too large to
        read.
      </p>
    )
  }
  return (
    <>
      <p class="muted">
        {type === null ? 'Without a Content-Type' : <bdi class="mono">{type}</bdi>}
        {size !== null && ` · ${toCount(size)} bytes`}
      </p>
      {isCut && <p class="stale">Only the beginning is kept: the first 8 KiB.</p>}
      {text.includes('***') && <p class="muted">The mock put *** for what may be a credential.</p>}
      <BodyText text={text} isJson={/[/+]json/.test(type ?? '')} what="the request body" />
    </>
  )
}
