// The requests of clients, live.

import { computed, type ReadonlySignal, useComputed } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { MAX_ENTRIES, requests, run } from '../mock/live.ts'
import { pageAddress, userId } from '../page-address.ts'
import { showing } from './evidence.ts'
import { toTest } from './filter.ts'
import { createLog, type Log } from './log.ts'
import { LogTable } from './log-table.tsx'
import { Opened } from './opened.tsx'
import { Toolbar } from './toolbar.tsx'

export function Requests() {
  const log = useLog()
  const id = useComputed(() => {
    const { open = '' } = pageAddress.value.params
    return /^\d{1,15}$/.test(open) ? Number(open) : undefined
  }).value
  return (
    <div class="requests">
      <Toolbar log={log} />
      <div class={`split ${id === undefined ? '' : 'open'}`}>
        <LogTable log={log} openId={id} />
        {id !== undefined && <Opened key={id} id={id} log={log} />}
      </div>
    </div>
  )
}

const filterText: ReadonlySignal<string> = computed(() => {
  const { status, text, fault, finding, from } = pageAddress.value.params
  return JSON.stringify({ status, text, fault, finding, from })
})

/** Only another filter is another test: opening a request changes the place too. */
const test = computed(() => toTest(JSON.parse(filterText.value), { user: userId.value, showing }))

function useLog(): Log {
  const log = useMemo(() => createLog({ requests, run, test, maxEntries: MAX_ENTRIES }), [])
  useEffect(() => log.close, [log])
  return log
}
