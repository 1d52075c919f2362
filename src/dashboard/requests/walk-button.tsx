import type { RequestEntry, WalkView } from '../../client/wire.ts'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { go } from '../page-address.ts'

/** The walk that a request belongs to, looked for when it is wanted: judging keeps the mock from answering clients. */
export function WalkButton({ entry: { id, user, token } }: { readonly entry: RequestEntry }) {
  async function show(): Promise<void> {
    const query = { user: user ?? undefined, token: token ?? undefined, live: 'true', limit: 1000 }
    const { walks } = await ask<{ walks: readonly WalkView[] }>('GET', '/walks', { query })
    const walk = walks.find(({ steps }) => steps.some(({ request }) => request === id))
    if (!walk) throw new Error(`Request ${id} is part of no walk that is known.`)
    go('walks', { walk: walk.id })
  }

  return (
    <button type="button" class="small" onClick={() => void attempt(show)}>
      Show its walk
    </button>
  )
}
