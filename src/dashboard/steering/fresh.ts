// Things of the mock that change while they are looked at: asked for again, but at most once a second.

import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { type Loaded, useLoad } from '../controls/use-load.ts'
import { ask, isGone } from '../mock/admin.ts'
import { connection, requests } from '../mock/live.ts'
import { refreshUsers, status } from '../mock/status.ts'
import { userId } from '../place.ts'

const LOOK_MS = 1000

/** Asks again when requests were made, and as often as the status is looked at. */
export function useFresh<T>(path: string, { isServerWide = false }: { isServerWide?: boolean } = {}): Loaded<T> {
  const user = isServerWide ? undefined : userId.value
  const loaded = useLoad(`${path} ${user ?? ''}`, (signal) => ask<T>('GET', path, { query: { user }, signal }))
  const isStale = useRef(false)
  useEffect(() => {
    const stop = effect(() => {
      isStale.current = requests.value.length > 0 || status.value !== undefined
    })
    isStale.current = false
    return stop
  }, [])
  useEffect(() => {
    if (isGone(loaded.error)) void refreshUsers()
  }, [loaded.error])
  useSeconds(() => {
    if (!isStale.current || loaded.isLoading) return
    isStale.current = false
    loaded.reload()
  })
  return loaded
}

/**
 * Something that a user may have or not. What is not there is asked for again only when the rows changed: browsers write
 * every 404 to the console.
 */
export function useFound<T>(path: string): Loaded<T | undefined> {
  const user = userId.value
  const loaded = useLoad(`${path} ${user ?? ''}`, async (signal): Promise<T | undefined> => {
    try {
      return await ask<T>('GET', path, { query: { user }, signal })
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  })
  const rows = useRef(status.peek()?.conversations)
  useSeconds(() => {
    const known = rows.current
    rows.current = status.peek()?.conversations
    if (!loaded.isLoading && (loaded.data !== undefined || (known !== undefined && known !== rows.current))) loaded.reload()
  })
  return loaded
}

/** Each second, while somebody looks and the mock answers. */
function useSeconds(act: () => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && connection.peek() === 'live') latest.current()
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [])
}
