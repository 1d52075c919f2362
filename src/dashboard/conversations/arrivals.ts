// Rows that came, or went, since the list was asked for. What is shown stays as it is: they are only counted.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { EditionName } from '../../editions.ts'
import { ask } from '../mock/admin.ts'
import { status } from '../mock/status.ts'
import { isDay, isHonoured, parameters, type Query, types, valueOf } from './query.ts'

/** The rows that a request stands for. */
export type Selection = {
  readonly user: number
  readonly query: Query
  readonly edition: EditionName
}

/** Undefined where nobody can tell: the API refuses such a filter, or the mock is away. */
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

/** The filters that count, as the admin API takes them. */
export function filtersOf(
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

/** Whether new rows would be seen here: those before the first page have no page of their own. */
export const isAtStart = (query: Query): boolean =>
  (valueOf(query, 'page') ?? '1') === '1' && (valueOf(query, 'cursor') ?? '') === ''

/** How many more there are than `known`; fewer below zero. Asked for when the mock has other rows than before. */
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

  /** One count at a time, for a twentieth of the time: a million rows take a while. */
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
