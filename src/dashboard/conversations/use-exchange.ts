// The result of this view's request: the answer, the faults that struck it, and the new rows in it.

import { useRef, useState } from 'preact/hooks'
import type { ListRequest } from '../code/printed.ts'
import { requests } from '../mock/live.ts'
import { useLoad } from '../widgets/use-load.ts'
import { countRows, isAtStart, type Selection } from './arrivals.ts'
import { send } from './exchange.ts'
import { type Exchange, read } from './reading.ts'
import { findStrikes, type Strikes, type StruckFault } from './struck.ts'

/** Milliseconds without an answer, after which the page looks for faults that delay it. */
const PATIENCE_MS = 1000

/**
 * Sends one real request, and finds the faults that struck it. If the answer takes long, the page
 * shows the faults before it arrives.
 */
export function useExchange(request: ListRequest, selection: Selection, token: number) {
  const [early, setEarly] = useState<readonly StruckFault[] | undefined>(undefined)
  const newestStrike = useRef(0)
  const shown = useRef<Shown | undefined>(undefined)

  async function load(signal: AbortSignal) {
    const since = Math.max(newestStrike.current, requests.peek().at(-1)?.id ?? 0)
    const explain = async (): Promise<void> => {
      const { faults } = await findStrikes({ token, since }, signal).catch(() => NO_STRIKES)
      if (!signal.aborted) setEarly(faults)
    }
    setEarly(undefined)
    const timer = setTimeout(() => void explain(), PATIENCE_MS)
    try {
      const counting = countRows(selection, signal)
      const exchange = await send(request, signal)
      const { faults, newest } = await findStrikes({ token, since, exchange }, signal).catch(
        () => NO_STRIKES,
      )
      newestStrike.current = Math.max(since, newest)
      const before = shown.current
      shown.current = { url: request.url, ids: idsIn(exchange) }
      const fresh = isAtStart(selection.query) ? freshIn(shown.current, before) : NO_IDS
      return { exchange, struck: faults, fresh, known: await counting }
    } finally {
      clearTimeout(timer)
    }
  }

  const { data, isLoading, reload } = useLoad(JSON.stringify(request), load)
  const known = data?.struck ?? []
  return {
    exchange: data?.exchange,
    /** The ids of rows that the previous answer to the same URL did not have. */
    fresh: data?.fresh ?? NO_IDS,
    /**
     * The number of rows that matched the filters at the time of the request; undefined if unknown.
     */
    known: isLoading ? undefined : data?.known,
    struck: isLoading ? (early ?? known) : known,
    isOldStrike: isLoading && early === undefined,
    isLoading,
    reload,
  }
}

const NO_STRIKES: Strikes = { faults: [], newest: 0 }

/** The URL of the last request, and the ids of the rows in its answer. */
type Shown = { readonly url: string; readonly ids: ReadonlySet<unknown> }

const NO_IDS: ReadonlySet<unknown> = new Set()

function idsIn(exchange: Exchange): ReadonlySet<unknown> {
  const reading = read(exchange)
  return reading.kind === 'list' ? new Set(reading.list.items.map((item) => item['id'])) : NO_IDS
}

/**
 * The new ids before the first known id. Unknown ids after it are not new: they move up from the
 * next page when rows are deleted.
 */
function freshIn({ url, ids }: Shown, before: Shown | undefined): ReadonlySet<unknown> {
  if (before?.url !== url || before.ids.size === 0) return NO_IDS
  const all = [...ids]
  const first = all.findIndex((id) => before.ids.has(id))
  return new Set(first < 0 ? all : all.slice(0, first))
}
