// The requests that a finding shows, as a judgement keeps them.

import type { Entry } from '../journal/entry.ts'
import type { Shown } from './rule.ts'

/** A request that shows a mistake, without its step and its list, which take much memory. */
export type ShownRequest = {
  /** Its target is cut when it is long. */
  readonly entry: Entry
  readonly targetLength: number
  readonly note: string | null
  /** Whether `count` includes the request. Others only explain the mistake. */
  readonly isCounted: boolean
}

/** A client decides how long its targets are, and a report can show thousands of them. */
const MAX_SHOWN_TARGET = 500

export const toShownRequest = ({
  step: { entry },
  note,
  isContext = false,
}: Shown): ShownRequest => ({
  entry: { ...entry, target: startOf(entry.target), list: null },
  targetLength: entry.target.length,
  note: note ?? null,
  isCounted: !isContext,
})

/** A copy, because a slice keeps the whole text in memory. */
const startOf = (target: string): string =>
  target.length <= MAX_SHOWN_TARGET
    ? target
    : Buffer.from(target.slice(0, MAX_SHOWN_TARGET), 'latin1').toString('latin1')
