import { signal } from '@preact/signals'
import { describe, expect, test } from 'vitest'
import {
  append,
  type Entries,
  findEntry,
  isAnotherRun,
  prepend,
} from '../../src/dashboard/mock/entries.ts'
import { withToken } from '../../src/dashboard/requests/curl.ts'
import type { Test } from '../../src/dashboard/requests/filter.ts'
import { createLog } from '../../src/dashboard/requests/log.ts'
import { createSieve } from '../../src/dashboard/requests/sieve.ts'
import { entriesOf, entryOf, idsOf } from './requests-entries.ts'

describe('entries', () => {
  test('keep the newest when more come than there is room for', () => {
    expect(idsOf(append(entriesOf(1, 3), entriesOf(4, 5), 4))).toEqual([2, 3, 4, 5])
    expect(idsOf(append(entriesOf(1, 3), entriesOf(4, 9), 4))).toEqual([6, 7, 8, 9])
  })

  test('take as many older ones as there is room for, and none twice', () => {
    expect(idsOf(prepend(entriesOf(1, 5), entriesOf(4, 6), 5))).toEqual([2, 3, 4, 5, 6])
    expect(idsOf(prepend(entriesOf(1, 3), entriesOf(4, 6), 3))).toEqual([4, 5, 6])
    expect(idsOf(prepend(entriesOf(1, 3), [], 2))).toEqual([2, 3])
  })

  test('are found by id', () => {
    const entries = [...entriesOf(3, 5), ...entriesOf(8, 9)]
    expect(findEntry(entries, 8)?.id).toBe(8)
    expect([1, 6, 10].map((id) => findEntry(entries, id))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  const restarted = [
    entryOf(1, { time: '2025-01-25T15:00:00.000Z' }),
    entryOf(2, { time: '2025-01-25T15:00:01.000Z' }),
  ]
  test.each<[string, Entries, Entries, number, boolean]>([
    ['the same entries', entriesOf(1, 3), entriesOf(1, 3), 3, false],
    ['more of them', entriesOf(1, 3), entriesOf(2, 9), 3, false],
    ['a gap, after a long silence', entriesOf(1, 3), entriesOf(50, 60), 3, false],
    ['the newest forgotten', entriesOf(1, 9), entriesOf(1, 4), 9, false],
    ['all forgotten', entriesOf(1, 9), [], 9, false],
    ['other entries with the same ids', entriesOf(1, 3), restarted, 3, true],
    ['as many as before, but others', entriesOf(1, 2), restarted, 2, true],
    ['low ids after all was forgotten', [], restarted, 9, true],
    ['the first look', [], entriesOf(1, 3), 0, false],
  ])('tell another run of the mock: %s', (_title, known, newest, lastId, expected) => {
    expect(isAnotherRun(known, newest, lastId)).toBe(expected)
  })
})

const isEven: Test = ({ id }) => id % 2 === 0

describe('the sieve', () => {
  test('looks at new entries only, and forgets those that left', () => {
    const looked: number[] = []
    const watched: Test = (entry) => {
      looked.push(entry.id)
      return isEven(entry)
    }
    const sift = createSieve()
    const first = entriesOf(1, 4)
    expect(idsOf(sift(first, watched))).toEqual([2, 4])
    const second = append(first, entriesOf(5, 8), 5)
    expect(idsOf(sift(second, watched))).toEqual([4, 6, 8])
    expect(looked).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test.each<[string, Entries]>([
    ['older ones were loaded', entriesOf(1, 9)],
    ['some in the middle were forgotten', [...entriesOf(5, 6), ...entriesOf(9, 12)]],
    ['it is another run', entriesOf(1, 3)],
    ['nothing is left', []],
  ])('begins anew when %s', (_title, next) => {
    const sift = createSieve()
    sift(entriesOf(5, 9), isEven)
    expect(sift(next, isEven)).toEqual(next.filter(isEven))
  })

  test('begins anew with another test', () => {
    const sift = createSieve()
    const entries = entriesOf(1, 4)
    sift(entries, isEven)
    expect(idsOf(sift(entries, ({ id }) => id > 2))).toEqual([3, 4])
    expect(sift(entries, undefined)).toBe(entries)
  })
})

function openLog(entries: Entries) {
  const requests = signal(entries)
  const run = signal(0)
  const chosen = signal<Test | undefined>(undefined)
  const log = createLog({ requests, run, test: chosen, maxEntries: 10 })
  return { log, requests, run, chosen, shown: () => idsOf(log.shown.value) }
}

describe('the log', () => {
  test('shows the newest first, as they come', () => {
    const { requests, shown } = openLog(entriesOf(1, 2))
    requests.value = entriesOf(1, 3)
    expect(shown()).toEqual([3, 2, 1])
  })

  test('keeps what is shown when paused, counts what comes, and shows it afterwards', () => {
    const { log, requests, shown } = openLog(entriesOf(1, 2))
    log.isPaused.value = true
    requests.value = entriesOf(1, 5)
    expect([shown(), log.missed.value]).toEqual([[2, 1], 3])
    log.isPaused.value = false
    expect([shown(), log.missed.value]).toEqual([[5, 4, 3, 2, 1], 0])
  })

  test('keeps what is shown when somebody scrolled away, also what left the journal', () => {
    const { log, requests, shown } = openLog(entriesOf(1, 4))
    log.isAway.value = true
    requests.value = entriesOf(4, 8)
    expect([shown(), log.missed.value]).toEqual([[4, 3, 2, 1], 4])
    log.isPaused.value = true
    log.isAway.value = false
    expect(shown()).toEqual([4, 3, 2, 1])
  })

  test('keeps what is shown while an entry is pressed, without a count', () => {
    const { log, requests, shown } = openLog(entriesOf(1, 2))
    log.isPressed.value = true
    requests.value = entriesOf(1, 5)
    expect([shown(), log.missed.value]).toEqual([[2, 1], 0])
    log.isPressed.value = false
    expect(shown()).toEqual([5, 4, 3, 2, 1])
  })

  test('counts only what passes the filter, and filters what it keeps', () => {
    const { log, requests, chosen, shown } = openLog(entriesOf(1, 4))
    log.isPaused.value = true
    requests.value = entriesOf(1, 9)
    chosen.value = ({ id }) => id % 2 === 0
    expect([shown(), log.missed.value]).toEqual([[4, 2], 2])
  })

  test('takes older entries that are loaded meanwhile', () => {
    const { log, requests, shown } = openLog(entriesOf(5, 6))
    log.isAway.value = true
    requests.value = entriesOf(3, 7)
    requests.value = entriesOf(1, 7)
    requests.value = entriesOf(6, 12)
    expect(shown()).toEqual([6, 5, 4, 3, 2, 1])
  })

  test('knows that what it keeps is of another run', () => {
    const { log, requests, run } = openLog(entriesOf(1, 4))
    log.isPaused.value = true
    run.value = 1
    requests.value = entriesOf(1, 2)
    expect([log.isOfThisRun.value, log.missed.value]).toEqual([false, 2])
    expect(log.find(3)?.id).toBe(3)
  })

  test('finds entries that came since it is held', () => {
    const { log, requests } = openLog(entriesOf(1, 4))
    log.isPaused.value = true
    requests.value = entriesOf(3, 9)
    expect([log.find(1)?.id, log.find(8)?.id, log.find(20)]).toEqual([1, 8, undefined])
  })
})

test.each([
  ['simple', "curl -g -H 'Authorization: Bearer simple' 'http://h/'"],
  ['a"$b`c\\', "curl -g -H 'Authorization: Bearer a\"$b`c\\' 'http://h/'"],
  ["$&$'", "curl -g -H 'Authorization: Bearer $&$'\\''' 'http://h/'"],
])('puts the token %s into a curl line', (plain, expected) => {
  expect(withToken('curl -g -H "Authorization: Bearer $TOKEN" \'http://h/\'', plain)).toBe(expected)
})
