// The walks of the mock, asked for again while clients go on, gently.

import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { WalkView } from '../../client/wire.ts'
import { type Loaded, useLoad } from '../widgets/use-load.ts'
import { ask, isAway } from '../mock/admin.ts'
import { requests } from '../mock/live.ts'
import { adminToken } from '../mock/session.ts'

/** `total`: how many there are, whatever the limit. */
export type Walks = { readonly total: number; readonly walks: readonly WalkView[] }

export type Question = {
  readonly user: number | undefined
  readonly verdict: string | undefined
  /** One walk only. */
  readonly walk: string | undefined
  readonly limit: number
}

const MIN_WAIT_MS = 1500
/** The judge keeps the mock from answering clients: it gets a twentieth of the time, while nobody has to wait longer for it than this. */
const WAIT_PER_ANSWER = 20
const MAX_WAIT_MS = 5000
/** A walk may come to its end without a request: when its client has been idle for long enough. */
const OPEN_WAIT_MS = 4000

/** Stays when the mock is away, also for who leaves the view meanwhile. */
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
      // The frame says that the mock is out of reach; what was there stays meanwhile.
      if (isAway(error) && lastWalks?.key === key) return lastWalks.walks
      throw error
    } finally {
      lastLoad.current.took = performance.now() - start
    }
  }

  const loaded = useLoad(key, load)
  const { isLoading, reload, data } = loaded
  const isAnyOpen = data?.walks.some(({ verdict }) => verdict === 'open') ?? false
  // An answer may come so soon that isLoading is never seen to change.
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

/** Once, as soon as requests have come, or after a while if walks are open. Returns how to stop. */
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
