// The buttons that compare an answer with another one.

import type { RequestEntry } from '../../client/wire.ts'
import { attempt } from '../widgets/toast.tsx'
import { pickedId, pickToCompare, showPair } from './compare-address.ts'
import { findWalkOf, mayBeOfWalk } from './find-walk.ts'

export function EntryCompare({ entry }: { readonly entry: RequestEntry }) {
  const { id } = entry
  const picked = pickedId()
  return (
    <div class="row again" role="group" aria-label="Compare its answer">
      <span class="muted">Compare with</span>
      {mayBeOfWalk(entry) && (
        <button
          type="button"
          class="small"
          onClick={() => void attempt(() => showNeighbour(entry))}
        >
          the page before
        </button>
      )}
      {picked !== undefined && picked !== id && (
        <button type="button" class="small" onClick={() => showPair(picked, id)}>
          request {picked}
        </button>
      )}
      <button
        type="button"
        class="small"
        aria-pressed={picked === id}
        onClick={() => pickToCompare(picked === id ? undefined : id)}
      >
        {picked === id ? 'open another request' : 'another one …'}
      </button>
    </div>
  )
}

/** Compares with the previous request of the walk; the first request, with the next one. */
async function showNeighbour(entry: RequestEntry): Promise<void> {
  const { id: walk, steps } = await findWalkOf(entry)
  const index = steps.findIndex(({ request }) => request === entry.id)
  const from = Math.max(0, index - 1)
  const [left, right] = [steps[from], steps[from + 1]]
  if (!left || !right) throw new Error(`Request ${entry.id} is the only one of its walk.`)
  showPair(left.request, right.request, walk)
}
