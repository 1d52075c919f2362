// The sums of a user's conversations, asked again when rows come and go.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Statistics } from '../../client/wire.ts'
import { type Loaded, useLoad } from '../controls/use-load.ts'
import { ask } from '../mock/admin.ts'
import { connection } from '../mock/live.ts'
import { status } from '../mock/status.ts'

const PAUSE_MS = 3000

/** `user` is undefined for the first. Never asked again before the last answer came: sums of a million rows take a while. */
export function useStatistics(user: number | undefined): Loaded<Statistics> {
  const current = status.value?.conversations
  const [counted, setCounted] = useState(current)
  const askedAt = useRef(0)
  const loaded = useLoad<Statistics>(`${counted}`, (signal) => {
    askedAt.current = performance.now()
    return ask('GET', '/statistics', { query: { user }, signal })
  })
  const { isLoading, reload } = loaded
  useEffect(() => {
    if (isLoading || current === counted) return undefined
    const timer = setTimeout(() => setCounted(current), askedAt.current + PAUSE_MS - performance.now())
    return () => clearTimeout(timer)
  }, [isLoading, current, counted])
  useReturn(reload)
  return loaded
}

/** When the mock answers again, it may be another one. */
function useReturn(act: () => void): void {
  const state = connection.value
  const wasLost = useRef(false)
  useEffect(() => {
    if (state === 'live' && wasLost.current) act()
    wasLost.current = state === 'lost'
  }, [state, act])
}
