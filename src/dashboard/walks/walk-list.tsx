// The list of walks, the newest first.

import { useState } from 'preact/hooks'
import type { WalkView } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import { Empty } from '../widgets/notice.tsx'
import { report } from '../mock/status.ts'
import { change, pageAddress } from '../page-address.ts'
import { type Alike, groupAlike } from './alike.ts'
import { isVerdict, verdictWords } from './verdict-words.ts'
import { WalkCard } from './walk-card.tsx'

type Props = {
  readonly walks: readonly WalkView[]
  readonly total: number
  readonly onMore: (() => void) | undefined
}

export function WalkList({ walks, total, onMore }: Props) {
  const isOne = pageAddress.value.params['walk'] !== undefined
  const forgotten = report.value?.forgotten ?? 0
  return (
    <section aria-labelledby="walks-title">
      <h2 id="walks-title" class={isOne ? 'unseen' : ''}>
        Walks{' '}
        <span class="muted">
          {toCount(walks.length < total && onMore === undefined ? walks.length : total)}
        </span>
      </h2>
      {walks.length > 0 && (
        <p class="muted">
          A walk is a client’s way through the list. Each box is a request, and leads to it.
        </p>
      )}
      {forgotten > 0 && (
        <p class="muted">
          {counted(forgotten, 'request')} had left the journal before: walks may lack their
          beginning.
        </p>
      )}
      {walks.length === 0 && <NoHit />}
      <div class={isOne ? '' : 'cards'}>
        {groupAlike(walks).map((alike) => (
          <AlikeWalks key={(alike.others.at(-1) ?? alike.walk).id} alike={alike} isOpen={isOne} />
        ))}
      </div>
      {onMore && (
        <p class="row">
          <button type="button" onClick={onMore}>
            Show older walks
          </button>
        </p>
      )}
    </section>
  )
}

function AlikeWalks({
  alike: { walk, others },
  isOpen,
}: {
  readonly alike: Alike
  readonly isOpen: boolean
}) {
  const [isUnfolded, setUnfolded] = useState(false)
  const cards = [walk, ...(isUnfolded ? others : [])].map((one) => (
    <WalkCard key={one.id} walk={one} isOpen={isOpen} />
  ))
  if (others.length === 0) return <>{cards}</>
  return (
    <div class="alike">
      {cards}
      <button type="button" class="small" onClick={() => setUnfolded(!isUnfolded)}>
        {isUnfolded
          ? 'Fold those that are alike'
          : `${counted(others.length, 'walk')} before it, just like this one`}
      </button>
    </div>
  )
}

function NoHit() {
  const { verdict = '', rule } = pageAddress.value.params
  const what = [
    ...(isVerdict(verdict) ? [`“${verdictWords[verdict].word}”`] : []),
    ...(rule === undefined ? [] : [`against ${rule}`]),
  ]
  return (
    <Empty title={`No walk is ${what.join(' and ') || 'left to show'}`}>
      <button type="button" onClick={() => change({ verdict: undefined, rule: undefined })}>
        Show all walks
      </button>
    </Empty>
  )
}
