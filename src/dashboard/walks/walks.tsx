// The view of walks: the findings, and a card with a drawing for each walk.

import { useState } from 'preact/hooks'
import { AdminError } from '../../client/admin-error.ts'
import type { WalkView } from '../../client/wire.ts'
import { Empty, Failure, Loading } from '../widgets/notice.tsx'
import { isGone } from '../mock/admin.ts'
import { requests } from '../mock/live.ts'
import { judgeSoon, report } from '../mock/status.ts'
import { change, pageAddress, userId } from '../page-address.ts'
import { useWalks, type Walks as Known } from './use-walks.ts'
import { Choices } from './choices.tsx'
import { sortFindings } from './finding-groups.ts'
import { Findings } from './findings.tsx'
import { FirstWalk } from './first-walk.tsx'
import { isVerdict } from './verdict-words.ts'
import { WalkList } from './walk-list.tsx'

const STEP = 30
const MOST = 1000

export function Walks() {
  const { verdict = '', walk, rule } = pageAddress.value.params
  const [limit, setLimit] = useState(STEP)
  const { data, error, reload } = useWalks({
    user: userId.value,
    verdict: isVerdict(verdict) ? verdict : undefined,
    walk,
    // The API cannot filter walks by rule, so the page loads all and filters them itself.
    limit: rule === undefined ? limit : MOST,
  })
  const showMore = limit < MOST ? () => setLimit(Math.min(MOST, limit + STEP)) : undefined
  return (
    <div class="walks">
      {error !== undefined ? (
        <Trouble error={error} onRetry={reload} />
      ) : data === undefined ? (
        <Loading what="walks" />
      ) : (
        <Contents known={data} onMore={showMore} onChange={reload} />
      )}
    </div>
  )
}

function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { walk } = pageAddress.value.params
  if (walk !== undefined && isGone(error)) {
    return (
      <Empty title={`Walk ${walk} is no longer there`}>
        <p>Its requests have left the journal, or the mock was reset or started again.</p>
        <button type="button" onClick={() => change({ walk: undefined })}>
          Show all walks
        </button>
      </Empty>
    )
  }
  if (error instanceof AdminError && error.status === 409) {
    return (
      <Empty title="Clients are not judged here">
        <p>
          To see their walks, start the mock without <code>--no-judge</code> and with a journal:
          without <code>--journal 0</code>.
        </p>
      </Empty>
    )
  }
  return <Failure error={error} onRetry={onRetry} />
}

type ContentsProps = {
  readonly known: Known
  readonly onMore: (() => void) | undefined
  readonly onChange: () => void
}

function Contents({ known: { total, walks }, onMore, onChange }: ContentsProps) {
  const { rule, walk: opened, verdict } = pageAddress.value.params
  const shown = walks.filter(
    ({ findings }) => rule === undefined || opened !== undefined || findings.includes(rule),
  )
  const all = opened === undefined ? report.value?.findings : findingsOf(walks[0])
  const sorted = sortFindings(all ?? [], { user: userId.value, rule })
  const isFresh = walks.length === 0 && verdict === undefined && rule === undefined

  function changed(): void {
    judgeSoon()
    onChange()
  }

  // The report may come after the walks. A walk that names broken rules has findings to wait for.
  const isAgainst = opened !== undefined && (walks[0]?.findings.length ?? 0) > 0
  const isKnown =
    requests.value.length === 0 || (all !== undefined && (all.length > 0 || !isAgainst))
  const findings = <Findings {...sorted} {...{ walks: total, isKnown }} onChange={changed} />
  const list = (
    <WalkList walks={shown} total={total} onMore={walks.length < total ? onMore : undefined} />
  )
  if (isFresh) return <FirstWalk />
  return (
    <>
      <Choices />
      {opened === undefined ? (
        <>
          {findings}
          {list}
        </>
      ) : (
        <>
          {list}
          {findings}
        </>
      )}
    </>
  )
}

/**
 * A finding names only its first walk. For the other walks, the rule, the user and the token must
 * match.
 */
const findingsOf = (walk: WalkView | undefined) =>
  report.value?.findings.filter(
    ({ rule, user, token, walk: first }) =>
      walk !== undefined &&
      (first === walk.id ||
        (walk.findings.includes(rule) && user === walk.user && token === walk.token)),
  )
