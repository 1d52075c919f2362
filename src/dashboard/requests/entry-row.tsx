// A row of the list: one request.

import type { Finding, RequestEntry } from '../../client/wire.ts'
import { toClock, toCount, toDuration, toLocalClock } from '../widgets/format.ts'
import { StatusPill } from '../widgets/status-pill.tsx'
import { change, pageAddress } from '../page-address.ts'

/** The path of nearly all requests, in two parts. A narrow list hides the first part. */
const COMMON = ['/api/user', '/conversations'] as const

export function EntryHeader() {
  return (
    <div role="rowgroup">
      <div role="row" class="entry head" aria-rowindex={1}>
        <span role="columnheader" class="time">
          Time (UTC)
        </span>
        <span role="columnheader" class="status">
          Status
        </span>
        <span role="columnheader" class="target">
          Request
        </span>
        <span role="columnheader" class="who">
          User · token
        </span>
        <span role="columnheader" class="number rows">
          Rows
        </span>
        <span role="columnheader" class="number duration">
          Took
        </span>
      </div>
    </div>
  )
}

type RowProps = {
  readonly entry: RequestEntry
  /** The position in the list, from 0. */
  readonly row: number
  /** The link that opens the request. */
  readonly href: string
  readonly isOpen: boolean
  readonly findings: readonly Finding[] | undefined
}

export function EntryRow({ entry, row, href, isOpen, findings = [] }: RowProps) {
  const { id, time, status, rows, duration } = entry

  function open(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    change({ open: id }, { isStep: pageAddress.peek().params['open'] === undefined })
  }

  return (
    <div
      role="row"
      class={isOpen ? 'entry open' : 'entry'}
      aria-rowindex={row + 2}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span role="cell" class="time mono" title={`UTC${toLocalClock(time)}`}>
        {toClock(time)}
      </span>
      <span role="cell" class="status">
        <StatusPill status={status} />
      </span>
      <span role="cell" class="target">
        <a href={href} tabIndex={-1} class="mono" onClick={open}>
          <Target entry={entry} />
        </a>
        <Chips entry={entry} findings={findings} />
      </span>
      <span role="cell" class="who">
        <Who entry={entry} />
      </span>
      <span role="cell" class="number rows">
        {rows === null ? '–' : toCount(rows)}
      </span>
      <span role="cell" class="number duration">
        {toDuration(duration)}
      </span>
    </div>
  )
}

function Target({ entry: { method, path, query } }: { readonly entry: RequestEntry }) {
  const isCommon = path === COMMON[0] + COMMON[1]
  return (
    <>
      <span class={isCommon && method === 'GET' && query !== '' ? 'muted usual' : 'muted'}>
        {method} {isCommon && <span class="prefix">{COMMON[0]}</span>}
        {isCommon && COMMON[1]}
      </span>
      {!isCommon && path}
      {query !== '' && `?${query}`}
    </>
  )
}

function Chips({
  entry,
  findings,
}: {
  readonly entry: RequestEntry
  readonly findings: readonly Finding[]
}) {
  const { faults, ignored, dashboard } = entry
  if (faults.length + ignored.length + findings.length === 0 && !dashboard) return null
  return (
    <span class="chips">
      {findings.map(({ id, rule, severity, message }) => (
        <span key={id} class={`chip ${severity}`} title={message}>
          {rule}
        </span>
      ))}
      {faults.map((type, index) => (
        <span key={index} class="chip fault" title={`a fault was applied: ${type}`}>
          fault {type}
        </span>
      ))}
      {ignored.length > 0 && (
        <span class="chip ignored" title={`ignored: ${ignored.join(', ')}`}>
          ignored <bdi>{ignored.length === 1 ? ignored[0] : ignored.length}</bdi>
        </span>
      )}
      {dashboard && <span class="chip own">this page</span>}
    </span>
  )
}

function Who({ entry: { user, token, edition } }: { readonly entry: RequestEntry }) {
  if (user === null) return <span class="muted">nobody</span>
  return (
    <>
      {user} · {token ?? '–'} <span class="muted">{edition}</span>
    </>
  )
}
