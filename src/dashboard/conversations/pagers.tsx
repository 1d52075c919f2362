// Both ways to page, as this answer offers them, and what a client gets that follows the links of the answer as they are.

import type { ComponentChildren } from 'preact'
import { type EditionName, editions } from '../../editions.ts'
import { toCount } from '../widgets/format.ts'
import { follow, followed, move } from './address.ts'
import { atPosition, type Query, queryOfUrl, toSearch, toWords, withoutPosition } from './query.ts'
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
      <Links {...props} />
      <Lost query={props.query} />
    </section>
  )
}

type PagerProps = {
  readonly title: string
  readonly words: string
  readonly children: ComponentChildren
}

const Pager = ({ title, words, children }: PagerProps) => (
  <div class="pager" role="group" aria-label={title}>
    <p class="muted">
      <strong>{title}</strong> {words}
    </p>
    <div class="row">{children}</div>
  </div>
)

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
  // Until the answer comes, the list is still that of another edition.
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

function Links({ list }: Props) {
  return (
    <Pager title="Links" words="followed as they are">
      <FollowButton name="prev_page_url" url={list?.prevUrl} />
      <FollowButton name="next_page_url" url={list?.nextUrl} />
    </Pager>
  )
}

function FollowButton({
  name,
  url,
}: {
  readonly name: 'next_page_url' | 'prev_page_url'
  readonly url: string | undefined
}) {
  const target = url === undefined ? null : queryOfUrl(url)
  const title = url === undefined ? `The answer has no ${name}` : `Follow ${url}`
  return (
    <Step
      text={name}
      label={`Follow ${name}`}
      title={title}
      isOff={target === null}
      act={() => target && follow(name, target)}
    />
  )
}

type StepProps = {
  readonly text: string
  readonly label?: string
  readonly title?: string
  readonly isOff?: boolean
  readonly isCurrent?: boolean
  readonly act: () => void
}

const Step = ({
  text,
  label = text,
  title = label,
  isOff = false,
  isCurrent = false,
  act,
}: StepProps) => (
  <button
    type="button"
    class="small"
    aria-label={label}
    aria-current={isCurrent ? 'page' : undefined}
    title={title}
    disabled={isOff}
    onClick={act}
  >
    {text}
  </button>
)

function Lost({ query }: { readonly query: Query }) {
  const step = followed.value
  if (step?.search !== toSearch(query)) return null
  const { name, lost } = step
  if (lost.length === 0) {
    return (
      <p class="lost" role="status">
        All filters of the request were in {name} too: nothing got lost.
      </p>
    )
  }
  const [they, them] = lost.length === 1 ? ['it is', 'it'] : ['they are', 'them']
  return (
    <p class="lost warn" role="status">
      <strong>
        <bdi>{toWords(lost)}</bdi>
      </strong>{' '}
      {lost.length === 1 ? 'was' : 'were'} in the request, but not in {name}: so {they} gone, and
      these are other rows. Clients must add {them} to every link that they follow.{' '}
      <button type="button" class="small" onClick={() => move({ query: [...lost, ...query] })}>
        Add {them} again
      </button>
    </p>
  )
}
