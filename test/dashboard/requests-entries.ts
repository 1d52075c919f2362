// Journal entries for tests without a mock.

import type { RequestEntry } from '../../src/client/wire.ts'

export function entryOf(id: number, changes: Partial<RequestEntry> = {}): RequestEntry {
  return {
    id,
    time: '2025-01-25T14:30:00.000Z',
    user: 1,
    token: 1,
    edition: 'nicecall',
    method: 'GET',
    path: '/api/user/conversations',
    query: '',
    parameters: {},
    ignored: [],
    status: 200,
    rows: 15,
    duration: 0.4,
    faults: [],
    fault_ids: [],
    preferences: null,
    correlation: null,
    dashboard: false,
    accept: 'application/json',
    curl: `curl -g 'http://localhost:4080/api/user/conversations#${id}'`,
    ...changes,
  }
}

/** From one id to another, both included. */
export const entriesOf = (from: number, to: number): RequestEntry[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => entryOf(from + index))

export const idsOf = (entries: readonly RequestEntry[]): number[] => entries.map(({ id }) => id)
