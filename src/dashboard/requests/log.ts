// The entries of the list. The list follows the journal, but is held while the user has paused it,
// has scrolled down to read, or presses an entry.

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { type Entries, findEntry, indexFrom, prepend } from '../mock/entries.ts'
import type { Test } from './filter.ts'
import { createSieve } from './sieve.ts'

type LogOptions = {
  readonly requests: ReadonlySignal<Entries>
  readonly run: ReadonlySignal<number>
  readonly test: ReadonlySignal<Test | undefined>
  readonly maxEntries: number
}

export type Log = ReturnType<typeof createLog>

type Held = { readonly entries: Entries; readonly run: number }

/**
 * `shown`: the entries that pass the filter, the newest first. `known`: the entries before the
 * filter. `missed`: how many matching entries came while the list is paused or scrolled.
 * `isOfThisRun`: false when the mock was restarted while the list is held. Call close() at the end.
 */
export function createLog({ requests, run, test, maxEntries }: LogOptions) {
  const isPaused = signal(false)
  const isAway = signal(false)
  const isPressed = signal(false)
  const held = signal<Held | undefined>(undefined)
  const siftLive = createSieve()
  const siftHeld = createSieve()
  const live = computed(() => siftLive(requests.value, test.value))
  const shown = computed(() =>
    (held.value ? siftHeld(held.value.entries, test.value) : live.value).toReversed(),
  )
  const missed = computed(() =>
    held.value && (isPaused.value || isAway.value) ? countMissed(held.value) : 0,
  )
  const known = computed(() => held.value?.entries ?? requests.value)
  const isOfThisRun = computed(() => (held.value?.run ?? run.value) === run.value)
  const closings = [effect(hold), effect(complete)]

  return {
    shown,
    known,
    isOfThisRun,
    missed,
    isPaused,
    isAway,
    isPressed,
    find,
    close: () => closings.forEach((close) => close()),
  }

  function hold(): void {
    if (!isPaused.value && !isAway.value && !isPressed.value) held.value = undefined
    else if (!held.peek()) held.value = { entries: requests.peek(), run: run.peek() }
  }

  /** Adds older entries to a held list, because they may still be loading when it is held. */
  function complete(): void {
    if (!held.value || held.value.run !== run.value) return
    const { entries } = held.value
    const oldest = entries[0]?.id ?? 0
    if (entries.length < maxEntries && (requests.value[0]?.id ?? oldest) < oldest)
      held.value = { ...held.value, entries: prepend(requests.value, entries, maxEntries) }
  }

  function countMissed({ entries, run: heldRun }: Held): number {
    if (heldRun !== run.value) return live.value.length
    return live.value.length - indexFrom(live.value, (entries.at(-1)?.id ?? 0) + 1)
  }

  function find(id: number): Entries[number] | undefined {
    return (
      findEntry(known.value, id) ?? (isOfThisRun.value ? findEntry(requests.value, id) : undefined)
    )
  }
}
