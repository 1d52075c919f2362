// A hook that loads data for a component.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { isAway } from '../mock/admin.ts'

export type Loaded<T> = {
  /** The last loaded data. It stays while a new load runs, and while the mock is out of reach. */
  readonly data: T | undefined
  readonly error: unknown
  readonly isLoading: boolean
  readonly reload: () => void
}

type State<T> = Pick<Loaded<T>, 'data' | 'error' | 'isLoading'>

/** Loads at once, again when `key` changes, and again on reload(). */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<State<T>>({
    data: undefined,
    error: undefined,
    isLoading: true,
  })
  const [round, setRound] = useState(0)
  /** The key for which the data was loaded. */
  const loadedKey = useRef<string | undefined>(undefined)
  useEffect(() => {
    const abort = new AbortController()
    setState(({ data }) => ({ data, error: undefined, isLoading: true }))
    load(abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return
        loadedKey.current = key
        setState({ data, error: undefined, isLoading: false })
      },
      (error: unknown) => {
        if (abort.signal.aborted) return
        const isKept = isAway(error) && loadedKey.current === key
        setState(({ data }) => ({ data: isKept ? data : undefined, error, isLoading: false }))
      },
    )
    return () => abort.abort()
  }, [key, round])
  return { ...state, reload: useCallback(() => setRound((before) => before + 1), []) }
}
