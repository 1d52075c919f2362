// The request of this view, to copy elsewhere, and the answer as it came.

import { CopyButton } from '../widgets/copy-button.tsx'
import { toCount, toDuration } from '../widgets/format.ts'
import { JsonText } from '../widgets/json-text.tsx'
import { toReason } from '../widgets/reason.ts'
import { StatusPill } from '../widgets/status-pill.tsx'
import type { ListRequest } from '../code/printed.ts'
import { PrintedRequest } from './printed-request.tsx'
import { type Exchange, parse } from './reading.ts'

type Props = {
  readonly request: ListRequest
  readonly exchange: Exchange | undefined
  readonly isLoading: boolean
  readonly isOpen: boolean
  readonly onFold: (isOpen: boolean) => void
}

/** The panel stands beside the list. A folded panel is one line at the bottom of the window. */
export function RequestPanel({ request, exchange, isLoading, isOpen, onFold }: Props) {
  return (
    <details
      class="card panel"
      open={isOpen}
      onToggle={(event) => event.currentTarget.open !== isOpen && onFold(!isOpen)}
      aria-label="Request and response"
    >
      <summary>
        <code class="line">GET {new URL(request.url).pathname + new URL(request.url).search}</code>
        {exchange && !isLoading && (
          <span class="row">
            <StatusPill status={exchange.status} />
            <span class="number muted">{toDuration(exchange.duration)}</span>
          </span>
        )}
        {isLoading && <span class="muted">asking …</span>}
      </summary>
      <PrintedRequest request={request} />
      {exchange ? (
        <Response exchange={exchange} isOld={isLoading} />
      ) : (
        <p class="muted">No response yet.</p>
      )}
    </details>
  )
}

function Response({ exchange, isOld }: { readonly exchange: Exchange; readonly isOld: boolean }) {
  const { status, headers, text, size, duration, problem } = exchange
  return (
    <div class={`response ${isOld ? 'old' : ''}`}>
      <div class="row">
        <h2>Response</h2>
        <StatusPill status={status} />
        <span>{status === null ? 'no answer' : toReason(status)}</span>
        <span class="muted number">
          {toDuration(duration)} · {toCount(size)} bytes
        </span>
        {text !== '' && <CopyButton text={text} what="response body" />}
      </div>
      {problem !== undefined && (
        <p class="field-error">
          {status === null
            ? 'The connection was closed before an answer came.'
            : 'The connection was cut before the body was complete.'}{' '}
          The browser says: {problem}
        </p>
      )}
      {headers.length > 0 && (
        <pre class="code headers" tabIndex={0} aria-label="Response headers">
          {headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
        </pre>
      )}
      <Body text={text} />
    </div>
  )
}

function Body({ text }: { readonly text: string }) {
  if (text === '') return null
  if (parse(text).reason === undefined) return <JsonText text={text} />
  return (
    <pre class="code" tabIndex={0}>
      {text}
    </pre>
  )
}
