import type { ComponentChildren } from 'preact'
import type { RequestEntry } from '../../client/wire.ts'
import { toClock, toCount, toDuration, toLocalClock } from '../widgets/format.ts'
import { toReason } from '../widgets/reason.ts'
import { StatusPill } from '../widgets/status-pill.tsx'
import { users } from '../mock/status.ts'
import { hrefOf } from '../page-address.ts'
import { EntryFaults } from './entry-faults.tsx'
import { mayBeOfWalk } from './find-walk.ts'
import { RequestLine } from './request-line.tsx'
import { WalkButton } from './walk-button.tsx'

const LIST = '/api/user/conversations'

export function EntryFacts({ entry }: { readonly entry: RequestEntry }) {
  const {
    method,
    path,
    status,
    time,
    duration,
    rows,
    faults,
    correlation,
    dashboard,
    accept,
    preferences,
  } = entry
  return (
    <>
      <RequestLine entry={entry} />
      <p class="row">
        <StatusPill status={status} />
        <span>{status === null ? 'cut before a status was sent' : toReason(status)}</span>
        {method === 'GET' && path === LIST && (
          <span class="row elsewhere">
            {mayBeOfWalk(entry) && <WalkButton entry={entry} />}
            <OpenInConversations entry={entry} />
          </span>
        )}
      </p>
      <dl class="facts">
        <Fact name="Time">
          {time.slice(0, 10)} {toClock(time)} <span class="muted">UTC{toLocalClock(time)}</span>
        </Fact>
        <Fact name="Took">{toDuration(duration)}</Fact>
        <Fact name="User">
          <User entry={entry} />
        </Fact>
        <Fact name="Rows">
          {rows === null ? <span class="muted">none: no list was sent</span> : toCount(rows)}
        </Fact>
        {faults.length > 0 && (
          <Fact name={faults.length === 1 ? 'Fault' : 'Faults'}>
            <EntryFaults entry={entry} />
          </Fact>
        )}
        {correlation !== null && (
          <Fact name="Correlation">
            <bdi>{correlation}</bdi> {dashboard && <span class="chip own">this page</span>}
          </Fact>
        )}
        <Fact name="Accept">
          {accept === null ? <span class="muted">not sent</span> : <bdi>{accept}</bdi>}
        </Fact>
        {preferences !== null && (
          <Fact name="Prefer">
            <bdi>{preferences}</bdi>
          </Fact>
        )}
      </dl>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function User({ entry: { user, token, edition } }: { readonly entry: RequestEntry }) {
  if (user === null) return <span class="muted">nobody: without a valid token</span>
  const name = users.value?.find(({ id }) => id === user)?.name
  return (
    <>
      {user} {name !== undefined && <bdi>{name}</bdi>} <span class="muted">· token</span>{' '}
      {token ?? '–'} {edition !== null && <span class="chip">{edition}</span>}
    </>
  )
}

/** A link that opens the conversations with the parameters and the token of this request. */
function OpenInConversations({
  entry: { user, token, parameters },
}: {
  readonly entry: RequestEntry
}) {
  if (user === null || token === null) return null
  const given = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, value ?? '']),
  )
  // An empty cursor means the first page by cursor, but hrefOf() leaves out empty values.
  const cursor = given['cursor'] === '' ? '&cursor=' : ''
  return (
    <a href={hrefOf('conversations', { ...given, user, token }) + cursor}>Open in Conversations</a>
  )
}
