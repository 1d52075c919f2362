// The card of a walk: its user, its verdict, its drawing, its rows and its findings.

import type { WalkView } from '../../client/wire.ts'
import { counted, toDateTime, toDuration, toLocalClock } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { change, hrefOf, pageAddress } from '../page-address.ts'
import { drawingOf } from './drawing.ts'
import { hrefOfPair } from '../requests/compare-address.ts'
import { RowsBar } from './rows-bar.tsx'
import { isRefused, sentenceOf } from './sentence.ts'
import { TimeDrawing } from './time-drawing.tsx'
import { verdictWords } from './verdict-words.ts'
import { WalkDrawing } from './walk-drawing.tsx'
import { nameOfUser } from './user-name.ts'

/** Whether walks are drawn over time. The address holds the choice, so a link shows the same. */
const isOverTime = (): boolean => pageAddress.value.params['axis'] === 'time'

/** The card shows this many characters of a name. Names come from a header and may be very long. */
const LONGEST_NAME = 80

const refused = { word: 'nothing served', tone: 'warn' }

export function WalkCard({ walk, isOpen }: { readonly walk: WalkView; readonly isOpen: boolean }) {
  const { id, name, verdict, findings } = walk
  // The judge calls a refused walk truncated, but the client never got a list.
  const { word, tone } = isRefused(walk) ? refused : verdictWords[verdict]
  return (
    <article class={`card walk ${verdict}`} aria-label={`Walk ${id}`}>
      <header>
        <h3>
          <a href={hrefOf('walks', { walk: id })} aria-current={isOpen ? 'true' : undefined}>
            Walk #{id}
          </a>
          {name !== null && ' '}
          {name !== null && (
            <bdi class="name" title={name}>
              {name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)} …` : name}
            </bdi>
          )}
        </h3>
        <span class="row">
          <Pairs walk={walk} />
          <button
            type="button"
            class="small"
            aria-pressed={isOverTime()}
            onClick={() => change({ axis: isOverTime() ? undefined : 'time' })}
          >
            Over time
          </button>
          <span class={`pill ${tone}`}>{word}</span>
        </span>
      </header>
      <p class="sentence">{sentenceOf(walk)}</p>
      <About walk={walk} />
      {isOverTime() ? <TimeDrawing walk={walk} /> : <WalkDrawing marks={drawingOf(walk)} />}
      <RowsBar walk={walk} />
      {findings.length > 0 && (
        <p class="row broken">
          <span class="muted">Against</span>
          {findings.map((rule) => (
            <a key={rule} class="chip warn" href={hrefOf('walks', { rule })}>
              {rule}
            </a>
          ))}
        </p>
      )}
    </article>
  )
}

/** Links to a comparison of two answers: two that brought the same row, or else the first two. */
function Pairs({ walk: { id, steps, duplicated_rows: duplicated } }: { readonly walk: WalkView }) {
  const [left, right] = duplicated[0]?.requests ?? steps.map(({ request }) => request)
  if (left === undefined || right === undefined) return null
  return <a href={hrefOfPair(left, right, id)}>Compare pages</a>
}

function About({ walk }: { readonly walk: WalkView }) {
  const {
    user,
    edition,
    paginator,
    per_page: perPage,
    filters,
    started_at: started,
    ended_at: ended,
    requests,
  } = walk
  const name = nameOfUser(user) ?? (user === null ? 'nobody that is known' : `user ${user}`)
  const took = Date.parse(ended) - Date.parse(started)
  return (
    <div class="row about muted">
      <span>
        <bdi>{name}</bdi>
        {edition !== null && ` · ${edition}`} · by {paginator}, {perPage} a page ·{' '}
        {counted(requests, 'request')}
      </span>
      <time dateTime={started} title="on the user’s clock">
        {toDateTime(started)} UTC{toLocalClock(started)}
        {took >= 10 && `, for ${toDuration(took)}`}
      </time>
      {Object.entries(filters).map(([filter, value]) => (
        <bdi key={filter} class="chip" title={value}>
          {filter}={isolate(value)}
        </bdi>
      ))}
    </div>
  )
}
