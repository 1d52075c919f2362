// Counts the rows that came or were deleted since the list was loaded. The list itself stays as it
// is.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { EditionName } from '../../editions.ts'
import { ask } from '../mock/admin.ts'
import { status } from '../mock/status.ts'
import { isDay, isHonoured, parameters, type Query, types, valueOf } from './query.ts'

/** The user, query and edition that decide which rows a request matches. */
export type Selection = {
  readonly user: number
  readonly query: Query
  readonly edition: EditionName
}

/**
 * Counts the rows that the filters match. Undefined if the API refuses a filter, or if the mock
 * does not answer.
 */
export async function countRows(
  { user, query, edition }: Selection,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const filters = filtersOf(query, edition)
  if (filters === undefined) return undefined
  try {
    const { total } = await ask<{ total: number }>('GET', '/conversations', {
      query: { ...filters, user, limit: 1 },
      ...(signal && { signal }),
    })
    return total
  } catch {
    return undefined
  }
}

const WAIT_PER_ANSWER = 20
const MAX_WAIT_MS = 5000

const positions = new Set<string>(['page', 'cursor', 'per_page'])

/**
 * The filters that the edition honours, as the admin API takes them. Undefined if a value is
 * invalid.
 */
function filtersOf(
  query: Query,
  edition: EditionName,
): Readonly<Record<string, string>> | undefined {
  const filters: Record<string, string> = {}
  for (const name of parameters) {
    const value = valueOf(query, name)?.trim() ?? ''
    if (value === '' || positions.has(name) || !isHonoured(edition, name)) continue
    if (!isSound(name, value)) return undefined
    filters[name] = value
  }
  return filters
}

function isSound(name: (typeof parameters)[number], value: string): boolean {
  if (name === 'type') return types.includes(value)
  if (name === 'assistant_id') return /^[1-9]\d{0,14}$/.test(value)
  return !name.startsWith('date_') || isDay(value)
}

/** Whether the list is at its first page, the only page where new rows appear. */
export const isAtStart = (query: Query): boolean =>
  (valueOf(query, 'page') ?? '1') === '1' && (valueOf(query, 'cursor') ?? '') === ''

/**
 * The number of rows that came since `known` was counted; negative if rows were deleted. The hook
 * counts again when the number of rows in the mock changes.
 */
export function useArrivals(selection: Selection, known: number | undefined): number {
  const [count, setCount] = useState(known)
  const rows = status.value?.conversations
  const wanted = useRef({ known, selection })
  wanted.current = { known, selection }
  const isBusy = useRef(false)
  const isAgain = useRef(false)
  useEffect(() => setCount(known), [known])
  useEffect(() => {
    if (known === undefined || document.hidden) return
    isAgain.current = true
    if (!isBusy.current) void countAgain()
  }, [rows, known === undefined])
  return known === undefined || count === undefined ? 0 : count - known

  /**
   * Makes one call at a time. Each pause is 20 times as long as the call, up to 5 seconds: counting
   * a million rows is slow.
   */
  async function countAgain(): Promise<void> {
    isBusy.current = true
    while (isAgain.current) {
      isAgain.current = false
      const start = performance.now()
      const before = wanted.current
      const next = await countRows(before.selection)
      if (wanted.current.known === before.known) setCount(next)
      const fair = (performance.now() - start) * WAIT_PER_ANSWER
      await new Promise((resolve) => setTimeout(resolve, Math.min(fair, MAX_WAIT_MS)))
    }
    isBusy.current = false
  }
}
