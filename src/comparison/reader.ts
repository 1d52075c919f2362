// Reads the rows of a walk one by one. It also counts requests and collects totals.

import type { Row } from './list.ts'

/** The rows of one answer. */
export type Portion = {
  readonly url: string
  readonly rows: readonly Row[]
  /** Only page lists have a total. */
  readonly total: number | undefined
  /** How many requests the answer took, including repeated ones. */
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
    /** Null after the last row. */
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
    /** The URL of the last request. */
    url: () => portion?.url ?? '',
    /** Each new value of the total, in the order of the answers. */
    totals: () => totals,
  }
}
