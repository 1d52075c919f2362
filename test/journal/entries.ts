import { type Entry, type RawEntry, NO_FAULTS } from '../../src/journal/entry.ts'

/** 2025-01-25T14:30:00Z in Unix seconds. */
export const NOON = 1_737_815_400

export const record = (changes: Partial<RawEntry> = {}): RawEntry => ({
  origin: 'localhost:4080',
  time: NOON,
  user: 1,
  token: 3,
  edition: 'combined',
  authorization: 'sound',
  method: 'GET',
  target: '/api/user/conversations',
  status: 200,
  rows: 15,
  duration: 0.25,
  faults: NO_FAULTS,
  faultIds: NO_FAULTS,
  preferences: null,
  correlation: null,
  isNamed: false,
  isFromDashboard: false,
  accept: 'application/json',
  isAjax: false,
  hasBody: false,
  at: 0,
  delay: 0,
  lane: 0,
  connection: 0,
  list: null,
  limit: null,
  ...changes,
})

export function entry(changes: Partial<Entry> = {}): Entry {
  const { origin: _, ...texts } = record()
  return { id: 1, hungUpAt: null, ...texts, ...changes }
}
