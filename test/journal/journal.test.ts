import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { createJournal } from '../../src/journal/journal.ts'
import { MAX_LISTENERS } from '../../src/journal/listeners.ts'
import { JournalQuery } from '../../src/journal/filter-schemas.ts'
import { record } from './entries.ts'
import { bounds } from './bounds.ts'

const query = (fields: Partial<JournalQuery> = {}): JournalQuery => JournalQuery.parse(fields)

const idsOf = (entries: readonly Entry[]): number[] => entries.map(({ id }) => id)

/** A journal with ids 1 to 6, of the users 1, 2, null, 1, 2, null. Odd ids have status 500. */
function createFilledJournal() {
  const journal = createJournal({ ...bounds, maxEntries: 100 })
  for (const [index, user] of [1, 2, null, 1, 2, null].entries())
    journal.add(record({ user, status: index % 2 === 0 ? 500 : 200 }))
  return journal
}

test('what was handed out stays as it was, however many come after it', () => {
  const journal = createJournal({ ...bounds, maxEntries: 3 })
  const added = journal.add(record({ target: '/first' }))
  const [listed] = journal.entries()
  const found = journal.find(1)
  for (let n = 0; n < 10; n++) journal.add(record({ target: `/later?n=${n}`, status: 500 }))
  expect([added, listed, found].map((entry) => [entry?.id, entry?.target])).toEqual(
    Array.from({ length: 3 }, () => [1, '/first']),
  )
  expect(journal.entries().map(({ id, target }) => [id, target])).toEqual(
    [9, 10, 11].map((id) => [id, `/later?n=${id - 2}`]),
  )
  expect(journal.size().entries).toBe(3)
})

test('a target that comes again is redacted again', () => {
  const journal = createJournal({ ...bounds, maxEntries: 3 })
  for (let n = 0; n < 3; n++) journal.add(record({ target: '/api?token=s3cret' }))
  expect(journal.entries().map(({ target }) => target)).toEqual(
    Array.from({ length: 3 }, () => '/api?token=***'),
  )
})

describe('adding', () => {
  test('keeps what it is told under ids that rise over all users', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    const { origin, ...full } = record({
      user: 7,
      faults: ['latency'],
      preferences: 'code=404',
      correlation: 'w1',
    })
    expect(journal.add({ ...full, origin })).toEqual({ id: 1, hungUpAt: null, ...full })
    expect(journal.add(record({ user: null }))?.id).toBe(2)
    expect(journal.find(1)).toEqual({ id: 1, hungUpAt: null, ...full })
  })

  test('stores no credential of any text', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    const texts = {
      target: '/?%74oken=s3cret',
      preferences: 'api_key=s3cret',
      correlation: 'Bearer s3cret',
      accept: 'token=s3cret',
    }
    journal.add(record(texts))
    journal.add(record(texts))
    expect(JSON.stringify(journal.entries())).not.toContain('s3cret')
  })

  test('cuts long texts, and hides a credential that the cut divides', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    const secretAtTheEnd = `/?q=${'x'.repeat(8160)}&token=${'s3cret'.repeat(10)}`
    const target = `/?${'token=a&'.repeat(4000)}`
    for (const long of [target, secretAtTheEnd]) {
      const added = journal.add(
        record({
          target: long,
          correlation: 'c'.repeat(201),
          accept: 'a'.repeat(9000),
          preferences: 'p'.repeat(9000),
        }),
      )
      expect(added?.target.length).toBeLessThanOrEqual(8192)
      expect(added?.target).not.toMatch(/token=a|s3/)
      expect([
        added?.correlation?.length,
        added?.accept?.length,
        added?.preferences?.length,
      ]).toEqual([200, 1024, 1024])
    }
  })

  test('takes the header of each request, not that of the one before', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    const accepts = ['a', 'a', null, 'a', 'b', 'b', null, 'token=x', 'a']
    expect(accepts.map((accept) => journal.add(record({ accept }))?.accept)).toEqual([
      'a',
      'a',
      null,
      'a',
      'b',
      'b',
      null,
      'token=***',
      'a',
    ])
  })

  test('does nothing when the journal is off', () => {
    const journal = createJournal({ ...bounds, maxEntries: 0 })
    const heard: Entry[] = []
    journal.subscribe((entry) => heard.push(entry))
    expect(journal.add(record())).toBeUndefined()
    expect([heard, journal.entries(), journal.size().bytes]).toEqual([[], [], 0])
  })
})

describe('bounds', () => {
  test('200,000 requests leave as much as 10,000', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10_000 })
    const fill = (): void => {
      for (let added = 0; added < 100_000; added++) journal.add(record())
    }
    fill()
    const half = journal.size()
    fill()
    expect(half.entries).toBe(10_000)
    expect(journal.size()).toEqual(half)
    expect(idsOf(journal.select(query({ limit: 1 })))).toEqual([200_000])
    expect(idsOf(journal.select(query({ limit: 1, order: 'oldest' })))).toEqual([190_001])
  })

  test('many users stay within the bytes for all', () => {
    const maxBytes = 4_000_000
    const journal = createJournal({ ...bounds, maxEntries: 10_000, maxBytes })
    for (let added = 0; added < 100_000; added++) journal.add(record({ user: added % 500 }))
    expect(journal.size().bytes).toBeLessThanOrEqual(maxBytes)
    expect(journal.size().bytes).toBeGreaterThan(maxBytes * 0.7)
    expect(journal.entries(499).at(-1)?.id).toBe(100_000)
  })

  test('a busy user takes nothing from the others', () => {
    const journal = createFilledJournal()
    for (let added = 0; added < 1000; added++) journal.add(record({ user: 1 }))
    expect(journal.entries(1)).toHaveLength(100)
    expect(idsOf(journal.entries(2))).toEqual([2, 5])
    expect(idsOf(journal.entries(null))).toEqual([3, 6])
  })
})

describe('selecting', () => {
  test.each([
    [{}, [6, 5, 4, 3, 2, 1]],
    [{ order: 'oldest' }, [1, 2, 3, 4, 5, 6]],
    [{ limit: 4 }, [6, 5, 4, 3]],
    [{ limit: 4, order: 'oldest' }, [1, 2, 3, 4]],
    [{ after: 4 }, [6, 5]],
    [{ after: 2, limit: 2, order: 'oldest' }, [3, 4]],
    [{ after: 2, limit: 2 }, [6, 5]],
    [{ after: 6 }, []],
    [{ before: 3 }, [2, 1]],
    [{ before: 5, limit: 2 }, [4, 3]],
    [{ before: 5, limit: 2, order: 'oldest' }, [1, 2]],
    [{ before: 5, after: 2 }, [4, 3]],
    [{ before: 2, after: 5 }, []],
    [{ before: 99, limit: 1 }, [6]],
    [{ before: 1 }, []],
    [{ before: 0 }, []],
    [{ before: 4, user: 1 }, [1]],
    [{ before: 5, status: 500 }, [3, 1]],
    [{ user: 1 }, [4, 1]],
    [{ user: null }, [6, 3]],
    [{ user: 3 }, []],
    [{ status: 500 }, [5, 3, 1]],
    [{ status: 500, limit: 1, order: 'oldest', after: 1 }, [3]],
  ] as const)('%j gives %j', (fields, ids) => {
    expect(idsOf(createFilledJournal().select(query(fields)))).toEqual(ids)
  })

  test.each([
    [{}, 6],
    [{ user: 2 }, 2],
    [{ status: 500 }, 3],
    [{ status: 500, after: 1 }, 2],
    [{ status: 500, before: 5 }, 2],
    [{ after: 1, before: 4 }, 2],
  ] as const)('%j counts %i', (fields, count) => {
    expect(createFilledJournal().count(fields)).toBe(count)
  })

  test('resumes after an entry, from the oldest', () => {
    const journal = createFilledJournal()
    expect(idsOf(journal.since(2, query()))).toEqual([3, 4, 5, 6])
    expect(idsOf(journal.since(2, query({ limit: 2 })))).toEqual([3, 4])
    expect(idsOf(journal.since(2, query({ status: 500 })))).toEqual([3, 5])
    expect(idsOf(journal.since(2, query({ after: 4 })))).toEqual([5, 6])
    expect(journal.since(6, query())).toEqual([])
  })

  test('finds by id in whoever has it', () => {
    const journal = createFilledJournal()
    expect([1, 3, 5, 7].map((id) => journal.find(id)?.user)).toEqual([1, null, 2, undefined])
  })
})

describe('forgetting', () => {
  test.each([
    [1, 2, [2, 3, 5, 6]],
    [null, 2, [1, 2, 4, 5]],
    [undefined, 6, []],
    [9, 0, [1, 2, 3, 4, 5, 6]],
  ])('the requests of user %s are %i', (user, removed, left) => {
    const journal = createFilledJournal()
    expect(runAtOnce(journal.clear(user))).toBe(removed)
    expect(idsOf(journal.select(query({ order: 'oldest' })))).toEqual(left)
    expect(journal.size().bytes > 0).toBe(left.length > 0)
  })

  test('leaves nothing to a user that gets the same id', () => {
    const journal = createFilledJournal()
    journal.forget(2)
    expect(journal.entries(2)).toEqual([])
    expect(journal.entries()).toHaveLength(4)
  })

  test('goes on with higher ids, so that a stream does not repeat itself', () => {
    const journal = createFilledJournal()
    runAtOnce(journal.clear())
    expect(journal.lastId()).toBe(6)
    expect(journal.add(record())?.id).toBe(7)
    expect(journal.lastId()).toBe(7)
  })
})

describe('listening', () => {
  test('tells every listener of every entry until it leaves', () => {
    const journal = createJournal({ ...bounds, maxEntries: 2 })
    const heard: string[] = []
    const leave = journal.subscribe(({ id }) => heard.push(`a${id}`))
    journal.subscribe(({ id }) => heard.push(`b${id}`))
    journal.add(record())
    leave?.()
    leave?.()
    journal.add(record())
    expect(heard).toEqual(['a1', 'b1', 'b2'])
  })

  test('a listener may leave while it is told', () => {
    const journal = createJournal({ ...bounds, maxEntries: 2 })
    const heard: string[] = []
    const leave = journal.subscribe(() => {
      heard.push('a')
      leave?.()
    })
    journal.subscribe(() => heard.push('b'))
    journal.add(record())
    journal.add(record())
    expect(heard).toEqual(['a', 'b', 'b'])
  })

  test('takes no more than MAX_LISTENERS', () => {
    const journal = createJournal({ ...bounds, maxEntries: 2 })
    const leaves = Array.from({ length: MAX_LISTENERS }, () => journal.subscribe(() => {}))
    expect(journal.subscribe(() => {})).toBeUndefined()
    expect(journal.size().listeners).toBe(MAX_LISTENERS)
    leaves[0]?.()
    expect(journal.subscribe(() => {})).toBeDefined()
  })
})
