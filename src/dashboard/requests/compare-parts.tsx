// The parts of a comparison: a summary, the two answers, and a table of differences.

import type { RequestInFull, SentResponse } from '../../client/wire.ts'
import { counted, toClock, toCount, toLocalClock } from '../widgets/format.ts'
import { StatusPill } from '../widgets/status-pill.tsx'
import { hrefOf } from '../page-address.ts'
import type { ComparedLists, ComparedRow, Comparison } from './comparison.ts'
import type { Pair } from './compare-address.ts'
import { RequestLine } from './request-line.tsx'

type Ids = Pair['ids']

/** `response`: undefined when nothing was sent, or when the mock no longer keeps it. */
export type Loaded = {
  readonly entry: RequestInFull
  readonly response: SentResponse | undefined
}

export function Summary({
  lists,
  ids: [left, right],
}: {
  readonly lists: ComparedLists | undefined
  readonly ids: Ids
}) {
  if (!lists) return null
  const both = lists.right.filter(({ twin }) => twin !== undefined)
  const changed = both.filter((row) => row.changed.length > 0).length
  const [before, after] = [lists.left.length - both.length, lists.right.length - both.length]
  return (
    <p class="sentence">
      <strong class={both.length > 0 ? 'twice' : ''}>
        {both.length === 0 ? 'No row' : counted(both.length, 'row')} came in both.
      </strong>{' '}
      {changed > 0 && `${toCount(changed)} of them changed in between. `}
      {counted(before, 'row')} came only in request {left}, {toCount(after)} only in request {right}
      .
    </p>
  )
}

type SideProps = {
  readonly loaded: Loaded
  readonly rows: readonly ComparedRow[] | undefined
  /** The id of the request on the other side. */
  readonly other: number
}

export function Side({ loaded: { entry, response }, rows, other }: SideProps) {
  const { id, status, time, token } = entry
  return (
    <section aria-label={`Answer to request ${id}`}>
      <h3 class="row">
        <a href={hrefOf('requests', { open: id })}>Request {id}</a> <StatusPill status={status} />
      </h3>
      <RequestLine entry={entry} />
      <p class="muted">
        {toClock(time)} UTC{toLocalClock(time)}
        {token !== null && ` · token ${token}`}
      </p>
      {response === undefined && (
        <p class="muted">
          {status === null ? 'Nothing was sent.' : 'The mock no longer keeps this answer.'}
        </p>
      )}
      {rows && (
        <ol class="compared">
          {rows.map((row, index) => (
            <Row key={index} row={row} other={other} />
          ))}
        </ol>
      )}
      {rows?.length === 0 && <p class="muted">A list without rows.</p>}
    </section>
  )
}

function Row({
  row: { key, row, twin, changed },
  other,
}: {
  readonly row: ComparedRow
  readonly other: number
}) {
  const { created_at: created } = row
  return (
    <li class={twin === undefined ? 'once' : 'twice'}>
      <bdi class="mono" title={key}>
        {key}
      </bdi>
      {typeof created === 'string' && <bdi class="muted created">{created}</bdi>}
      {twin !== undefined && (
        <span class="chip warn">
          also row {twin + 1} of {other}
        </span>
      )}
      {changed.length > 0 && (
        <span class="chip">
          changed: <bdi>{changed.join(', ')}</bdi>
        </span>
      )}
    </li>
  )
}

/** The number of characters of a value that the table shows. */
const SHOWN = 300

export function Differences({
  comparison: { lists, differences, further },
  ids,
}: {
  readonly comparison: Comparison
  readonly ids: Ids
}) {
  if (differences.length === 0)
    return <p class="muted">{lists ? 'Nothing else differs.' : 'The two answers are the same.'}</p>
  return (
    <section>
      <h3>{lists ? 'What else differs' : 'What differs'}</h3>
      <table class="differences">
        <thead>
          <tr>
            <th scope="col">Name</th>
            {ids.map((id) => (
              <th key={id} scope="col">
                Request {id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ name, left, right }) => (
            <tr key={name}>
              <th scope="row" class="mono">
                <bdi>{name}</bdi>
              </th>
              <Value text={left} />
              <Value text={right} />
            </tr>
          ))}
        </tbody>
      </table>
      {further > 0 && <p class="muted">and {counted(further, 'value')} more</p>}
    </section>
  )
}

const Value = ({ text }: { readonly text: string | undefined }) => (
  <td>
    {text === undefined ? (
      <span class="muted">not there</span>
    ) : (
      <bdi class="mono">{text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text}</bdi>
    )}
  </td>
)
