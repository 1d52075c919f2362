// Things of the mock that change while they are looked at: asked for again, but at most once a second.

import { useEffect, useRef } from 'preact/hooks'
import { type Loaded, useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { isThere, requests, versions } from '../mock/live.ts'
import { currentUser, refreshStatus, refreshUsers, status } from '../mock/status.ts'
import { userId } from '../page-address.ts'

const LOOK_MS = 1000

/** Asks again when requests were made, and as often as the status is looked at. */
export function useFresh<T>(
  path: string,
  { isServerWide = false, limit }: { isServerWide?: boolean; limit?: number } = {},
): Loaded<T> {
  const user = isServerWide ? undefined : userId.value
  const loaded = useLoad(`${path} ${user ?? ''} ${limit ?? ''}`, (signal) =>
    ask<T>('GET', path, { query: { user, limit }, signal }),
  )
  const known = useRef([requests.peek(), status.peek()])
  useEffect(() => {
    if (isGone(loaded.error)) void refreshUsers()
  }, [loaded.error])
  useSeconds(() => {
    const now = [requests.peek(), status.peek()]
    if (loaded.isLoading || now.every((value, index) => value === known.current[index])) return
    known.current = now
    loaded.reload()
  })
  return loaded
}

/**
 * Something that the user may have or not. `owners`: those who have it, as the status says. Nobody else is asked about: browsers
 * write every 404 to the console.
 */
export function useOwned<T>(path: string, owners: readonly number[] = []): Loaded<T | undefined> {
  const user = userId.value
  const isOwner = owners.includes(currentUser.value?.id ?? 0)
  const loaded = useLoad(
    `${path} ${user ?? ''} ${isOwner}`,
    async (signal): Promise<T | undefined> => {
      if (!isOwner) return undefined
      try {
        return await ask<T>('GET', path, { query: { user }, signal })
      } catch (error) {
        if (!isGone(error)) throw error
        void refreshStatus()
        return undefined
      }
    },
  )
  const known = useRef(versions.peek())
  useSeconds(() => {
    // Without a stream nobody says whether it has changed.
    const isOld = versions.peek() === undefined || versions.peek() !== known.current
    if (!isOwner || loaded.isLoading || !isOld) return
    known.current = versions.peek()
    loaded.reload()
  })
  // The status first: what has just been stopped would be refused.
  return { ...loaded, reload: () => void refreshStatus().then(loaded.reload) }
}

/** Each second, while somebody looks and the mock answers. */
function useSeconds(act: () => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && isThere.peek()) latest.current()
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [])
}
