// The opened request. It stays visible after it has left the list.

import { computed } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import type { RequestEntry } from '../../client/wire.ts'
import { run } from '../mock/live.ts'
import type { Log } from './log.ts'

type Seen = { readonly entry: RequestEntry; readonly run: number }

/**
 * Returns the entry, also after it has left the list. A component must always call it with the same
 * `id`, because the first entry is kept.
 */
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
