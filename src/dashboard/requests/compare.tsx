// Shows two requests side by side: the rows of each, the rows in both, and other differences.

import { useMemo, useRef } from 'preact/hooks'
import type { RequestInFull, SentResponse } from '../../client/wire.ts'
import { useKey } from '../widgets/keys.ts'
import { Empty, Failure, Loading } from '../widgets/notice.tsx'
import { useFocusInside } from '../widgets/use-focus.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { hrefOf } from '../page-address.ts'
import { closePair, type Pair } from './compare-address.ts'
import { Differences, type Loaded, Side, Summary } from './compare-parts.tsx'
import { type Comparison, compare } from './comparison.ts'
import { PairSteps } from './pair-steps.tsx'

export function Compare({ pair }: { readonly pair: Pair }) {
  const box = useRef<HTMLElement>(null)
  const { ids, walk } = pair
  const [left, right] = ids
  useFocusInside(box)
  useKey('Escape', 'Close the comparison', closePair)
  return (
    <section
      ref={box}
      class="compare card"
      aria-label={`Requests ${left} and ${right} side by side`}
      tabIndex={-1}
    >
      <header>
        <h2>
          Requests {left} and {right}
        </h2>
        <button
          type="button"
          class="plain"
          aria-label="Close"
          title="Close (Escape)"
          onClick={closePair}
        >
          ✕
        </button>
      </header>
      {walk !== undefined && (
        <p class="row">
          <PairSteps walk={walk} ids={ids} />
          <a href={hrefOf('walks', { walk, request: right })}>Their walk</a>
        </p>
      )}
      <Contents key={ids.join()} ids={ids} />
    </section>
  )
}

function Contents({ ids }: { readonly ids: Pair['ids'] }) {
  const { data, error, isLoading, reload } = useLoad(ids.join(), (signal) =>
    Promise.all(ids.map((id) => load(id, signal))),
  )
  const [left, right] = data ?? []
  const compared = useMemo(() => left && right && compareLoaded(left, right), [left, right])
  if (left && right && compared) {
    const { lists } = compared
    return (
      <>
        <Summary lists={lists} ids={ids} />
        <div class="sides">
          <Side loaded={left} rows={lists?.left} other={ids[1]} />
          <Side loaded={right} rows={lists?.right} other={ids[0]} />
        </div>
        <Differences comparison={compared} ids={ids} />
      </>
    )
  }
  if (isLoading) return <Loading what="both answers" />
  if (!isGone(error)) return <Failure error={error} onRetry={reload} />
  return (
    <Empty title="One of them is no longer there">
      <p>It has left the journal, which remembers the newest requests of each user.</p>
    </Empty>
  )
}

async function load(id: number, signal: AbortSignal): Promise<Loaded> {
  const entry = await ask<RequestInFull>('GET', `/requests/${id}`, { signal })
  if (entry.status === null) return { entry, response: undefined }
  const response = await ask<SentResponse>('GET', `/requests/${id}/response`, { signal }).catch(
    (error: unknown) => {
      if (isGone(error)) return undefined
      throw error
    },
  )
  return { entry, response }
}

const compareLoaded = (left: Loaded, right: Loaded): Comparison =>
  compare(answerOf(left), answerOf(right))

const answerOf = ({ entry: { status }, response }: Loaded) => ({
  status,
  headers: response?.headers ?? {},
  body: response?.body ?? '',
})
