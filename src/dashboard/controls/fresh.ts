// Loads data that may change while a person looks at it. The page loads it again at most once a
// second.

import { useEffect, useRef } from 'preact/hooks'
import { type Loaded, useLoad } from '../widgets/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { isThere, requests, versions } from '../mock/live.ts'
import { currentUser, refreshStatus, refreshUsers, status } from '../mock/status.ts'
import { userId } from '../page-address.ts'

const LOOK_MS = 1000

/** Loads the data again after each new request in the journal, and after each new status. */
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
 * Loads something that only some users have, such as a script. `owners` are the ids of these users,
 * as the status lists them. The page asks only about owners, because browsers write every 404 to
 * the console.
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
    // Without the live stream, the page cannot know whether the data has changed.
    const isOld = versions.peek() === undefined || versions.peek() !== known.current
    if (!isOwner || loaded.isLoading || !isOld) return
    known.current = versions.peek()
    loaded.reload()
  })
  // The status loads first. After a stop it no longer lists the owner, so no call gets a 404.
  return { ...loaded, reload: () => void refreshStatus().then(loaded.reload) }
}

/** Calls `act` each second, while the page is visible and the mock answers. */
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
