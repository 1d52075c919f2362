// The view of the requests, updated as clients send them.

import { computed, type ReadonlySignal, useComputed } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { MAX_ENTRIES, requests, run } from '../mock/live.ts'
import { pageAddress, userId } from '../page-address.ts'
import { Compare } from './compare.tsx'
import { comparedPair } from './compare-address.ts'
import { showing } from './evidence.ts'
import { toTest } from './filter.ts'
import { createLog, type Log } from './log.ts'
import { LogTable } from './log-table.tsx'
import { Opened } from './opened.tsx'
import { Toolbar } from './toolbar.tsx'
import { useNarrow } from './use-narrow.ts'

export function Requests() {
  const log = useLog()
  const id = useComputed(() => {
    const { open = '' } = pageAddress.value.params
    return /^\d{1,15}$/.test(open) ? Number(open) : undefined
  }).value
  const pair = useComputed(comparedPair).value
  const isCovered = useNarrow(1099) && id !== undefined
  return (
    <div class="requests">
      <Toolbar log={log} />
      <div class={`split ${id === undefined ? '' : 'open'}`}>
        <LogTable log={log} openId={id} isCovered={isCovered || pair !== undefined} />
        {id !== undefined && <Opened id={id} log={log} isCovering={isCovered} />}
        {pair && <Compare pair={pair} />}
      </div>
    </div>
  )
}

const filterText: ReadonlySignal<string> = computed(() => {
  const { status, text, fault, finding, from } = pageAddress.value.params
  return JSON.stringify({ status, text, fault, finding, from })
})

/**
 * Depends on the text of the filter, not on the address. Opening a request changes the address too,
 * but must not filter the list again.
 */
const test = computed(() => toTest(JSON.parse(filterText.value), { user: userId.value, showing }))

function useLog(): Log {
  const log = useMemo(() => createLog({ requests, run, test, maxEntries: MAX_ENTRIES }), [])
  useEffect(() => log.close, [log])
  return log
}
