// Both ways to page, as this answer offers them, and what a client gets that follows the links of the answer as they are.

import { type EditionName, editions } from '../../editions.ts'
import { toCount } from '../controls/format.ts'
import { follow, followed, move } from './address.ts'
import { atPlace, type Query, queryOfUrl, toSearch, withoutPlace } from './query.ts'
import type { List } from './reading.ts'

type Props = { readonly query: Query; readonly edition: EditionName; readonly list: List | undefined }

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

function PagePager({ query, edition, list }: Props) {
  const isOffered = editions[edition].paginator !== 'cursor'
  const shown = list?.paginator === 'page' ? list : undefined
  const { page = 1, lastPage = 1 } = shown ?? {}
  const to = (number: number): void => move({ query: atPlace(query, 'page', number) })
  return (
    <div class="pager" role="group" aria-label="Page pagination">
      <p class="muted">
        <strong>Page</strong> {isOffered ? wordsOfPage(shown) : `${edition} has no pages: its lists have cursors only.`}
      </p>
      <div class="row">
        <Step label="First page" text="«" isOff={!shown || page <= 1} act={() => to(1)} />
        <Step label="Previous page" text="‹" isOff={!shown || page <= 1} act={() => to(Math.min(page - 1, lastPage))} />
        {shown?.numbers.map((number, index) =>
          number === null ? (
            <span key={`gap ${index}`}>…</span>
          ) : (
            <button
              key={number}
              type="button"
              class="small"
              aria-label={`Page ${number}`}
              aria-current={number === page ? 'page' : undefined}
              onClick={() => to(number)}
            >
              {number}
            </button>
          ),
        )}
        <Step label="Next page" text="›" isOff={!shown || page >= lastPage} act={() => to(page + 1)} />
        <Step label="Last page" text="»" isOff={!shown || page >= lastPage} act={() => to(lastPage)} />
        {isOffered && list?.paginator === 'cursor' && <Step text="Start by page" act={() => to(1)} />}
      </div>
    </div>
  )
}

function wordsOfPage(list: List | undefined): string {
  if (list?.page === undefined) return 'Not by page now.'
  const { page, lastPage, total, from, to } = list
  const rows = from === undefined || to === undefined ? 'no rows' : `rows ${toCount(from)}–${toCount(to)}`
  return `Page ${toCount(page)} of ${toCount(lastPage ?? 1)} · ${rows} of ${toCount(total ?? 0)}`
}

function CursorPager({ query, edition, list }: Props) {
  const { paginator } = editions[edition]
  const shown = list?.paginator === 'cursor' ? list : undefined
  const to = (cursor: string | undefined) => () => cursor !== undefined && move({ query: atPlace(query, 'cursor', cursor) })
  const start = (): void => move({ query: paginator === 'either' ? atPlace(query, 'cursor', '') : withoutPlace(query) })
  return (
    <div class="pager" role="group" aria-label="Cursor pagination">
      <p class="muted">
        <strong>Cursor</strong> {paginator === 'page' ? `${edition} has no cursors: its lists have pages only.` : wordsOfCursor(shown)}
      </p>
      <div class="row">
        {shown && <Step label="First by cursor" text="«" isOff={shown.prevCursor === undefined} act={start} />}
        <Step text="‹ prev_cursor" isOff={shown?.prevCursor === undefined} act={to(shown?.prevCursor)} />
        <Step text="next_cursor ›" isOff={shown?.nextCursor === undefined} act={to(shown?.nextCursor)} />
        {paginator === 'either' && list?.paginator === 'page' && <Step text="Start by cursor" act={start} />}
      </div>
    </div>
  )
}

function wordsOfCursor(list: List | undefined): string {
  if (!list) return 'Not by cursor now.'
  if (list.nextCursor !== undefined)
    return list.prevCursor === undefined ? 'At the start; more rows follow.' : 'More rows before and after.'
  return list.prevCursor === undefined ? 'All rows are here.' : 'At the end: next_cursor is null.'
}

type StepProps = { readonly text: string; readonly label?: string; readonly isOff?: boolean; readonly act: () => void }

const Step = ({ text, label = text, isOff = false, act }: StepProps) => (
  <button type="button" class="small" aria-label={label} title={label} disabled={isOff} onClick={act}>
    {text}
  </button>
)

function Links({ list }: Props) {
  return (
    <div class="pager" role="group" aria-label="Links of the answer">
      <p class="muted">
        <strong>Links</strong> exactly as the answer has them
      </p>
      <div class="row">
        <FollowButton name="prev_page_url" url={list?.prevUrl} />
        <FollowButton name="next_page_url" url={list?.nextUrl} />
      </div>
    </div>
  )
}

function FollowButton({ name, url }: { readonly name: 'next_page_url' | 'prev_page_url'; readonly url: string | undefined }) {
  const target = url === undefined ? null : queryOfUrl(url)
  return (
    <button
      type="button"
      class="small"
      disabled={target === null}
      title={url ?? 'The answer has none'}
      onClick={() => target && follow(name, target)}
    >
      Follow {name}
    </button>
  )
}

function Lost({ query }: { readonly query: Query }) {
  const step = followed.value
  if (step?.search !== toSearch(query)) return null
  const { name, lost } = step
  return (
    <p class={`lost ${lost.length > 0 ? 'warn' : ''}`} role="status">
      {lost.length === 0 ? (
        <>All filters of the request were in {name} too: nothing got lost.</>
      ) : (
        <>
          <strong>
            <bdi>{lost.map((pair) => pair.join('=')).join(', ')}</bdi>
          </strong>{' '}
          {lost.length === 1 ? 'was' : 'were'} in the request, but not in {name}: so {lost.length === 1 ? 'it is' : 'they are'} gone.
          Clients must add their filters to every page, or start the mock with <code>--urls withQueryString</code>.
        </>
      )}
    </p>
  )
}
