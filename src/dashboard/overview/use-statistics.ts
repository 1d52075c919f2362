// Loads the sums of a user's conversations, and loads them again when the number of rows changes.

import { effect } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Statistics } from '../../client/wire.ts'
import { type Loaded, useLoad } from '../widgets/use-load.ts'
import { ask, isAway } from '../mock/admin.ts'
import { connection, isThere } from '../mock/live.ts'
import { adminToken } from '../mock/session.ts'
import { status } from '../mock/status.ts'

const PAUSE_MS = 3000

/**
 * `days`: how many days up to the newest row are counted; undefined for all. `at`: the time of the
 * answer, in Unix milliseconds.
 */
type Sums = {
  readonly statistics: Statistics
  readonly days: number | undefined
  readonly at: number
}

/** The last sums of each user. The view shows them while the mock is out of reach. */
const lastSums = new Map<number | undefined, Sums>()

effect(() => {
  if (adminToken.value === undefined) lastSums.clear()
})

/**
 * `user`: undefined for the first user. The page waits for an answer before it asks again, because
 * the sums of a million rows take a while.
 */
export function useStatistics(user: number | undefined, days: number | undefined): Loaded<Sums> {
  const current = status.value?.conversations
  const [counted, setCounted] = useState(current)
  const askedAt = useRef(0)
  const loaded = useLoad<Sums>(`${days} ${counted}`, (signal) => {
    askedAt.current = performance.now()
    return loadSums({ user, days }, signal)
  })
  const { isLoading, reload } = loaded
  useEffect(() => {
    if (isLoading || current === counted) return undefined
    const timer = setTimeout(
      () => setCounted(current),
      askedAt.current + PAUSE_MS - performance.now(),
    )
    return () => clearTimeout(timer)
  }, [isLoading, current, counted])
  useReturn(reload)
  return loaded
}

type Query = { readonly user: number | undefined; readonly days: number | undefined }

async function loadSums({ user, days }: Query, signal: AbortSignal): Promise<Sums> {
  try {
    const statistics = await ask<Statistics>('GET', '/statistics', {
      query: { user, days },
      signal,
    })
    const sums = { statistics, days, at: Date.now() }
    lastSums.set(user, sums)
    return sums
  } catch (error) {
    const known = lastSums.get(user)
    if (known === undefined || !isAway(error)) throw error
    return known
  }
}

/** Calls `act` when the mock answers again after a loss: it may now be another mock. */
function useReturn(act: () => void): void {
  const state = connection.value
  const wasLost = useRef(false)
  useEffect(() => {
    if (isThere.peek() && wasLost.current) act()
    wasLost.current = state === 'lost'
  }, [state, act])
}
