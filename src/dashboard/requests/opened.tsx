// The opened request with all its details, beside the list.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { RequestInFull, RequestEntry } from '../../client/wire.ts'
import { useKey } from '../widgets/keys.ts'
import { Empty, Failure, Loading } from '../widgets/notice.tsx'
import { useFocusInside } from '../widgets/use-focus.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { connection } from '../mock/live.ts'
import { change } from '../page-address.ts'
import { closePair, comparedPair } from './compare-address.ts'
import { EntryAgain } from './entry-again.tsx'
import { EntryBody } from './entry-body.tsx'
import { EntryCompare } from './entry-compare.tsx'
import { EntryCurl } from './entry-curl.tsx'
import { EntryFacts } from './entry-facts.tsx'
import { EntryFindings } from './entry-findings.tsx'
import { EntryParameters } from './entry-parameters.tsx'
import { EntryResponse } from './entry-response.tsx'
import type { Log } from './log.ts'
import { openedId, takeWish } from './opened-focus.ts'
import { useEntry } from './use-entry.ts'

type Props = {
  readonly id: number
  readonly log: Log
  /** Whether the opened request covers the list. */
  readonly isCovering: boolean
}

export function Opened({ id, log, isCovering }: Props) {
  const box = useRef<HTMLElement>(null)
  const [isWished] = useState(takeWish)
  useFocusInside(box, isWished || isCovering)
  useKey('Escape', 'Close the opened request', () => (comparedPair() ? closePair() : close()))
  return (
    <section
      ref={box}
      id={openedId}
      class="opened card"
      aria-label={`Request ${id}`}
      tabIndex={-1}
      inert={comparedPair() !== undefined}
    >
      <header>
        <h2>Request {id}</h2>
        <button
          type="button"
          class="plain"
          aria-label="Close"
          title="Close (Escape)"
          onClick={close}
        >
          ✕
        </button>
      </header>
      <Contents key={id} id={id} log={log} />
    </section>
  )
}

function Contents({ id, log }: Pick<Props, 'id' | 'log'>) {
  const { entry, isOfThisRun } = useEntry(id, log)
  const [fetched, setFetched] = useState<RequestInFull>()
  // One place for both, so that what the user unfolded stays when the list brings the request.
  const shown = entry ?? fetched
  if (!shown) return <Forgotten id={id} onFetched={setFetched} />
  return <Parts entry={shown} isOfThisRun={isOfThisRun} />
}

const close = (): void => change({ open: undefined })

type PartsProps = { readonly entry: RequestEntry; readonly isOfThisRun: boolean }

function Parts({ entry, isOfThisRun }: PartsProps) {
  return (
    <>
      {!isOfThisRun && (
        <p class="stale">The mock was started again since; it no longer knows this request.</p>
      )}
      <EntryFacts entry={entry} />
      {isOfThisRun && <EntryFindings id={entry.id} />}
      {isOfThisRun && <EntryCompare entry={entry} />}
      <EntryParameters entry={entry} />
      <EntryCurl entry={entry} />
      {isOfThisRun && <EntryAgain entry={entry} />}
      {isOfThisRun && <EntryBody entry={entry} />}
      {isOfThisRun && <EntryResponse entry={entry} />}
    </>
  )
}

/**
 * A request that the page has not loaded, for example from an old link. The mock's journal may
 * still have it.
 */
function Forgotten({
  id,
  onFetched,
}: {
  readonly id: number
  readonly onFetched: (request: RequestInFull) => void
}) {
  const { data, error, isLoading, reload } = useLoad(`${id}`, (signal) =>
    ask<RequestInFull>('GET', `/requests/${id}`, { signal }),
  )
  const isLive = connection.value === 'live'
  const hasFailed = error !== undefined && !isGone(error)
  useEffect(() => {
    if (isLive && hasFailed) reload()
  }, [isLive, hasFailed, reload])
  useEffect(() => {
    if (data) onFetched(data)
  }, [data, onFetched])
  if (isLoading || data) return <Loading what={`request ${id}`} />
  if (!isGone(error)) return <Failure error={error} onRetry={reload} />
  return (
    <Empty title={`Request ${id} is no longer there`}>
      <p>
        It has left the journal, which remembers the newest requests of each user, or it was
        forgotten.
      </p>
    </Empty>
  )
}
