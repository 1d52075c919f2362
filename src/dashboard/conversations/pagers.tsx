// The two ways to page, by page number and by cursor, as the current answer offers them.

import { type EditionName, editions } from '../../editions.ts'
import { toCount } from '../widgets/format.ts'
import { move } from './address.ts'
import { Links, Lost } from './links.tsx'
import { Pager, Step } from './pager-step.tsx'
import { atPosition, type Query, withoutPosition } from './query.ts'
import type { List } from './reading.ts'

type Props = {
  readonly query: Query
  readonly edition: EditionName
  readonly list: List | undefined
}

export function Pagers(props: Props) {
  return (
    <section class="card pagers" aria-label="Paging">
      <PagePager {...props} />
      <CursorPager {...props} />
      <Links list={props.list} />
      <Lost query={props.query} />
    </section>
  )
}

function PagePager({ query, edition, list }: Props) {
  const isOffered = editions[edition].paginator !== 'cursor'
  const to = (page: number): void => move({ query: atPosition(query, 'page', page) })
  return (
    <Pager title="Page" words={isOffered ? wordsOfPage(list) : `${edition} has no pages.`}>
      {isOffered && list?.page !== undefined && <Numbers list={list} page={list.page} to={to} />}
      {isOffered && list?.page === undefined && <Step text="Start by page" act={() => to(1)} />}
    </Pager>
  )
}

type NumbersProps = {
  readonly list: List
  readonly page: number
  readonly to: (page: number) => void
}

function Numbers({ list: { numbers, lastPage = 1 }, page, to }: NumbersProps) {
  return (
    <>
      <Step
        label="Previous page"
        text="‹"
        isOff={page <= 1}
        act={() => to(Math.min(page - 1, lastPage))}
      />
      {numbers.map((number, index) =>
        number === null ? (
          <span key={`gap ${index}`}>…</span>
        ) : (
          <Step
            key={number}
            label={`Page ${number}`}
            text={`${number}`}
            isCurrent={number === page}
            act={() => to(number)}
          />
        ),
      )}
      <Step label="Next page" text="›" isOff={page >= lastPage} act={() => to(page + 1)} />
    </>
  )
}

function wordsOfPage(list: List | undefined): string {
  if (list?.page === undefined) return 'Not by page now.'
  const { page, lastPage, total, from, to } = list
  const rows =
    from === undefined || to === undefined ? 'no rows' : `rows ${toCount(from)}–${toCount(to)}`
  return `Page ${toCount(page)} of ${toCount(lastPage ?? 1)} · ${rows} of ${toCount(total ?? 0)}`
}

function CursorPager({ query, edition, list }: Props) {
  const { paginator } = editions[edition]
  const isOffered = paginator !== 'page'
  // Until the next answer comes, `list` may belong to another edition, which has cursors.
  const offered = isOffered ? list : undefined
  const isByCursor = offered?.paginator === 'cursor'
  const to = (cursor: string | undefined) => () =>
    cursor !== undefined && move({ query: atPosition(query, 'cursor', cursor) })
  const start = (): void =>
    move({
      query: paginator === 'either' ? atPosition(query, 'cursor', '') : withoutPosition(query),
    })
  return (
    <Pager title="Cursor" words={isOffered ? wordsOfCursor(offered) : `${edition} has no cursors.`}>
      {isByCursor && (
        <Step
          label="First by cursor"
          text="«"
          isOff={offered.prevCursor === undefined}
          act={start}
        />
      )}
      {!isByCursor && isOffered && <Step text="Start by cursor" act={start} />}
      {offered && (isByCursor || hasCursors(offered)) && (
        <>
          <Step
            text="‹ prev_cursor"
            isOff={offered.prevCursor === undefined}
            act={to(offered.prevCursor)}
          />
          <Step
            text="next_cursor ›"
            isOff={offered.nextCursor === undefined}
            act={to(offered.nextCursor)}
          />
        </>
      )}
    </Pager>
  )
}

const hasCursors = ({ nextCursor, prevCursor }: List): boolean =>
  nextCursor !== undefined || prevCursor !== undefined

function wordsOfCursor(list: List | undefined): string {
  if (list?.paginator !== 'cursor')
    return list && hasCursors(list) ? 'By page now; its cursors lead on too.' : 'Not by cursor now.'
  if (list.nextCursor !== undefined)
    return list.prevCursor === undefined
      ? 'At the start; more rows follow.'
      : 'More rows before and after.'
  return list.prevCursor === undefined ? 'All rows are here.' : 'At the end: next_cursor is null.'
}
