// The list of requests as a table. Only the visible rows are in the page.

import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { toCount } from '../widgets/format.ts'
import { VirtualList } from '../widgets/virtual-list.tsx'
import { MAX_ENTRIES } from '../mock/live.ts'
import { change, hrefOf, pageAddress } from '../page-address.ts'
import { EntryHeader, EntryRow } from './entry-row.tsx'
import { evidence } from './evidence.ts'
import type { Log } from './log.ts'
import { NoEntries } from './no-entries.tsx'
import { focusOpened } from './opened-focus.ts'
import { useArrows } from './use-arrows.ts'
import { useNarrow } from './use-narrow.ts'

type Props = {
  readonly log: Log
  readonly openId: number | undefined
  /** Whether something covers the list. The list is then inert: the Tab key skips it. */
  readonly isCovered: boolean
}

/** Height of a row in pixels. requests.css sets the same heights. */
const ROW_HEIGHT = 32
const NARROW_ROW_HEIGHT = 54

export function LogTable({ log, openId, isCovered }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const rowHeight = useNarrow() ? NARROW_ROW_HEIGHT : ROW_HEIGHT
  const entries = log.shown.value
  const index = openId === undefined ? -1 : entries.findIndex(({ id }) => id === openId)
  const isEmpty = entries.length === 0
  useArrows(area, {
    onMove: (step) => {
      const next = entries[index < 0 ? topRow() : index + step]
      if (step === 0) focusOpened()
      if (next) change({ open: next.id }, { isStep: openId === undefined })
    },
  })
  useEffect(() => {
    if (isEmpty) log.isAway.value = false
  }, [isEmpty, log])

  usePress(area, log)

  const topRow = (): number => Math.ceil((frame.current?.scrollTop ?? 0) / rowHeight)
  const closed = hrefOf('requests', { ...pageAddress.value.params, open: undefined })
  const toOpen = `${closed}${closed.includes('?') ? '&' : '?'}open=`
  const byRequest = log.isOfThisRun.value ? evidence.value : undefined

  return (
    <div class="log card" ref={area} inert={isCovered}>
      <div
        role="table"
        aria-label="Requests, the newest first"
        aria-rowcount={entries.length + 1}
        class="table"
      >
        <EntryHeader />
        {!isEmpty && (
          <VirtualList
            frame={frame}
            items={entries}
            rowHeight={rowHeight}
            label="Requests"
            shown={index}
            shownId={openId}
            onScroll={(top) => (log.isAway.value = top > 0)}
            render={(entry, row) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                row={row}
                href={toOpen + entry.id}
                isOpen={entry.id === openId}
                findings={byRequest?.get(entry.id)}
              />
            )}
          />
        )}
      </div>
      {isEmpty && <NoEntries log={log} />}
      <NewOnes log={log} onShow={() => frame.current?.scrollTo({ top: 0 })} />
    </div>
  )
}

/**
 * Holds the list from the press of an entry to its release. A new entry between them would move
 * another one below the pointer, and a click needs both on the same.
 */
function usePress(area: RefObject<HTMLElement | null>, { isPressed }: Log): void {
  useEffect(() => {
    const press = ({ target }: Event): void => {
      isPressed.value = target instanceof Element && target.closest('.entry') !== null
    }
    // The click comes after this event, and before the timer.
    const release = (): void => void setTimeout(() => (isPressed.value = false))
    const element = area.current
    element?.addEventListener('pointerdown', press)
    addEventListener('pointerup', release)
    addEventListener('pointercancel', release)
    return () => {
      element?.removeEventListener('pointerdown', press)
      removeEventListener('pointerup', release)
      removeEventListener('pointercancel', release)
    }
  }, [area, isPressed])
}

/** A button with the number of requests that came while the list was held. It shows them. */
function NewOnes({ log, onShow }: { readonly log: Log; readonly onShow: () => void }) {
  const count = log.missed.value
  if (count === 0) return null

  function show(): void {
    log.isPaused.value = false
    log.isAway.value = false
    onShow()
  }

  return (
    <button type="button" class="new-ones primary" onClick={show}>
      <span aria-hidden="true">↑</span> {toCount(count)}
      {count >= MAX_ENTRIES && '+'} new
    </button>
  )
}
