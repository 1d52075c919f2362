import type { RequestEntry } from '../../client/wire.ts'
import { attempt } from '../widgets/toast.tsx'
import { go } from '../page-address.ts'
import { findWalkOf } from './find-walk.ts'

/** A button that opens the walk of a request and marks the request in it. */
export function WalkButton({ entry }: { readonly entry: RequestEntry }) {
  const show = async (): Promise<void> =>
    go('walks', { walk: (await findWalkOf(entry)).id, request: entry.id })

  return (
    <button
      type="button"
      class="small"
      title="A walk is a client’s way through the list, page by page"
      onClick={() => void attempt(show)}
    >
      Show its walk
    </button>
  )
}
