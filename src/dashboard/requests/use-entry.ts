// The opened request, which stays to be seen when it leaves the list.

import { computed } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import type { RequestEntry } from '../../client/wire.ts'
import { run } from '../mock/live.ts'
import type { Log } from './log.ts'

type Seen = { readonly entry: RequestEntry; readonly run: number }

/** The id of the component that calls it must not change. */
export function useEntry(
  id: number,
  log: Log,
): { readonly entry: RequestEntry | undefined; readonly isOfThisRun: boolean } {
  const entry = useMemo(() => computed(() => log.find(id)), [id, log]).value
  const seen = useRef<Seen | undefined>(undefined)
  if (entry) seen.current ??= { entry: entry, run: log.isOfThisRun.value ? run.value : -1 }
  return {
    entry: seen.current?.entry,
    isOfThisRun: seen.current === undefined || seen.current.run === run.value,
  }
}
