// The buttons that move a comparison to the previous or next pair of requests of a walk.

import type { WalkView } from '../../client/wire.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask } from '../mock/admin.ts'
import { type Pair, showPair } from './compare-address.ts'

type Props = { readonly walk: number; readonly ids: Pair['ids'] }

/** Renders nothing when the mock no longer knows the walk. */
export function PairSteps({ walk, ids: [left, right] }: Props) {
  const { data } = useLoad(`${walk} ${right}`, (signal) =>
    ask<WalkView>('GET', `/walks/${walk}`, { query: { live: 'true' }, signal }),
  )
  if (!data) return null
  const requests = data.steps.map(({ request }) => request)
  const first = requests.indexOf(left)
  const last = requests.indexOf(right)
  return (
    <>
      <Step words="← Pages before" ids={[requests[first - 1], left]} walk={walk} />
      <Step words="Pages after →" ids={[right, requests[last + 1]]} walk={walk} />
    </>
  )
}

type StepProps = {
  readonly words: string
  readonly ids: readonly [number | undefined, number | undefined]
  readonly walk: number
}

function Step({ words, ids: [left, right], walk }: StepProps) {
  const isThere = left !== undefined && right !== undefined
  return (
    <button
      type="button"
      class="small"
      disabled={!isThere}
      onClick={() => isThere && showPair(left, right, walk)}
    >
      {words}
    </button>
  )
}
