// Loads the walks, and loads them again while clients send requests, with pauses in between.

import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { WalkView } from '../../client/wire.ts'
import { type Loaded, useLoad } from '../widgets/use-load.ts'
import { ask, isAway } from '../mock/admin.ts'
import { requests } from '../mock/live.ts'
import { adminToken } from '../mock/session.ts'

/** `total`: the number of matching walks, without the limit. */
export type Walks = { readonly total: number; readonly walks: readonly WalkView[] }

type Question = {
  readonly user: number | undefined
  readonly verdict: string | undefined
  /** The id of a walk, to load only that one. */
  readonly walk: string | undefined
  readonly limit: number
}

const MIN_WAIT_MS = 1500
/**
 * The judge delays the mock's answers to clients. The page therefore waits this many times as long
 * as the last answer took, but at most MAX_WAIT_MS.
 */
const WAIT_PER_ANSWER = 20
const MAX_WAIT_MS = 5000
/** The pause before a reload without new requests: an open walk ends when its client is idle. */
const OPEN_WAIT_MS = 4000

/** The last loaded walks. The view shows them while the mock is out of reach. */
let lastWalks: { readonly key: string; readonly walks: Walks } | undefined

effect(() => {
  if (adminToken.value === undefined) lastWalks = undefined
})

export function useWalks(question: Question): Loaded<Walks> {
  const key = JSON.stringify(question)
  const lastLoad = useRef({ requests: requests.peek(), took: 0 })

  async function load(signal: AbortSignal): Promise<Walks> {
    const start = performance.now()
    lastLoad.current = { requests: requests.peek(), took: 0 }
    try {
      const walks = await fetchWalks(question, signal)
      lastWalks = { key, walks }
      return walks
    } catch (error) {
      // The page's frame shows that the mock is out of reach, so the old walks stay visible.
      if (isAway(error) && lastWalks?.key === key) return lastWalks.walks
      throw error
    } finally {
      lastLoad.current.took = performance.now() - start
    }
  }

  const loaded = useLoad(key, load)
  const { isLoading, reload, data } = loaded
  const isAnyOpen = data?.walks.some(({ verdict }) => verdict === 'open') ?? false
  // `lastLoad.current` is needed: after a very fast answer, isLoading has not changed.
  useEffect(
    () => (isLoading ? undefined : askAgain(lastLoad.current, isAnyOpen, reload)),
    [isLoading, lastLoad.current, isAnyOpen, reload],
  )
  return loaded
}

async function fetchWalks(
  { user, verdict, walk, limit }: Question,
  signal: AbortSignal,
): Promise<Walks> {
  if (walk === undefined)
    return ask('GET', '/walks', { query: { user, verdict, limit, live: 'true' }, signal })
  return {
    total: 1,
    walks: [
      await ask<WalkView>('GET', `/walks/${encodeURIComponent(walk)}`, {
        query: { live: 'true' },
        signal,
      }),
    ],
  }
}

type LastLoad = { readonly requests: typeof requests.value; readonly took: number }

/**
 * Calls `reload` once: after new requests have come, or after a pause when walks are open. Returns
 * a function that cancels it.
 */
function askAgain(
  { requests: known, took }: LastLoad,
  isAnyOpen: boolean,
  reload: () => void,
): () => void {
  const wait = Math.min(Math.max(MIN_WAIT_MS, took * WAIT_PER_ANSWER), MAX_WAIT_MS)
  const due = performance.now() + wait
  let timer = 0
  const again = (): void =>
    void (timer ||= window.setTimeout(reload, Math.max(0, due - performance.now())))
  const patience = isAnyOpen ? window.setTimeout(again, Math.max(OPEN_WAIT_MS, wait)) : 0
  const stop = effect(() => {
    if (requests.value !== known) again()
  })
  return () => {
    stop()
    clearTimeout(timer)
    clearTimeout(patience)
  }
}
