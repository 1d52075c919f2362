// The rows of a walk one by one, and what its answers said besides.

import type { Row } from './list.ts'

/** The rows of one answer. */
export type Portion = {
  readonly url: string
  readonly rows: readonly Row[]
  /** Of page lists. */
  readonly total: number | undefined
  /** How often it was asked for. */
  readonly requests: number
}

export type Reader = ReturnType<typeof createReader>

export function createReader(portions: AsyncIterable<Portion>) {
  const iterator = portions[Symbol.asyncIterator]()
  let portion: Portion | undefined
  let index = 0
  let hasEnded = false
  let rows = 0
  let requests = 0
  const totals: number[] = []

  return {
    /** Null after the last. */
    async next(): Promise<Row | null> {
      for (;;) {
        const row = portion?.rows[index]
        if (row) {
          index++
          rows++
          return row
        }
        if (hasEnded) return null
        const { done, value } = await iterator.next()
        if (done) {
          hasEnded = true
          continue
        }
        portion = value
        index = 0
        requests += value.requests
        if (value.total !== undefined && totals.at(-1) !== value.total) totals.push(value.total)
      }
    },
    rows: () => rows,
    requests: () => requests,
    /** The last request. */
    url: () => portion?.url ?? '',
    /** As they changed from answer to answer. */
    totals: () => totals,
  }
}
