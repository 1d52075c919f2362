// The result of a request: rows, an empty list, a refusal, or something that no client could read.

import { toCount, toDuration } from '../widgets/format.ts'
import { Empty, Loading } from '../widgets/notice.tsx'
import { toReason } from '../widgets/reason.ts'
import { hrefOf } from '../page-address.ts'
import { move } from './address.ts'
import { atPosition, type Query, toWords, withoutPosition } from './query.ts'
import type { ComponentChildren } from 'preact'
import type { CellContext } from './cells.ts'
import type { Exchange, List, Reading } from './reading.ts'
import { Rows } from './rows.tsx'

type Props = {
  readonly exchange: Exchange | undefined
  readonly reading: Reading | undefined
  readonly context: CellContext
  /** The ids of rows that the previous answer did not have. */
  readonly fresh: ReadonlySet<unknown>
  readonly isLoading: boolean
  readonly onNew: () => void
  /** Content to show above the rows. */
  readonly children: ComponentChildren
}

export function ResultCard({ isLoading, children, ...result }: Props) {
  const { exchange, reading } = result
  return (
    <section
      class={`card result ${isLoading ? 'old' : ''}`}
      aria-label="Conversations"
      aria-busy={isLoading}
    >
      {children}
      {exchange && reading ? (
        <Result {...result} exchange={exchange} reading={reading} />
      ) : (
        <Loading what="conversations" />
      )}
    </section>
  )
}

type ResultProps = Pick<Props, 'context' | 'fresh' | 'onNew'> & {
  readonly exchange: Exchange
  readonly reading: Reading
}

function Result({ exchange, reading, context, fresh, onNew }: ResultProps) {
  switch (reading.kind) {
    case 'list':
      return reading.list.items.length > 0 ? (
        <Rows items={reading.list.items} context={context} fresh={fresh} />
      ) : (
        <NoRows list={reading.list} query={context.query} onNew={onNew} />
      )
    case 'refusal':
      return <Refusal status={exchange.status} {...reading} />
    case 'unreadable':
      return (
        <div class="notice failure" role="alert">
          <h2>A client could not read this answer</h2>
          <p>The status is {exchange.status}, as if all were well.</p>
          <p>{reading.reason}</p>
        </div>
      )
    case 'broken':
    default:
      return <Broken exchange={exchange} />
  }
}

function NoRows({
  list: { page, lastPage },
  query,
  onNew,
}: {
  readonly list: List
  readonly query: Query
  readonly onNew: () => void
}) {
  if (page !== undefined && lastPage !== undefined && page > lastPage) {
    return (
      <Empty title={`Page ${toCount(page)} is empty`}>
        <p>The last page is {toCount(lastPage)}. The API answers 200 all the same.</p>
        <button type="button" onClick={() => move({ query: atPosition(query, 'page', lastPage) })}>
          To the last page
        </button>
      </Empty>
    )
  }
  const filters = withoutPosition(query).filter(([name]) => name !== 'per_page')
  if (filters.length > 0) {
    return (
      <Empty title="No conversation matches">
        <p>
          <bdi>{toWords(filters)}</bdi>
        </p>
        <button type="button" onClick={() => move({ query: [] })}>
          Clear the filters
        </button>
      </Empty>
    )
  }
  return (
    <Empty title="There are no conversations">
      <p>The API answers 200, with an empty list.</p>
      <button type="button" onClick={onNew}>
        Make one
      </button>
    </Empty>
  )
}

type RefusalProps = Extract<Reading, { kind: 'refusal' }> & { readonly status: number | null }

function Refusal({ status, message, errors }: RefusalProps) {
  const list = Object.entries(errors)
  return (
    <div class="notice failure" role="alert">
      <h2>
        The API answered {status} {toReason(status ?? 0)}
      </h2>
      <p dir="auto">{message}</p>
      {list.length > 0 && (
        <dl class="facts">
          {list.map(([name, messages]) => [
            <dt key={name} class="mono">
              {name}
            </dt>,
            <dd key={`${name} messages`}>{messages.join(' ')}</dd>,
          ])}
        </dl>
      )}
    </div>
  )
}

function Broken({
  exchange: { status, size, duration, problem },
}: {
  readonly exchange: Exchange
}) {
  return (
    <div class="notice failure" role="alert">
      <h2>{status === null ? 'There was no answer' : 'The answer broke off'}</h2>
      <p>
        {status === null
          ? `The connection was closed after ${toDuration(duration)}, before a status was sent.`
          : `The status was ${status}; ${toCount(size)} bytes of the body arrived in ${toDuration(duration)}, then the connection was cut.`}
      </p>
      <p>
        A <a href={hrefOf('controls')}>fault</a> that strikes this page too does that, or the mock
        is gone. The browser says: {problem}
      </p>
    </div>
  )
}
