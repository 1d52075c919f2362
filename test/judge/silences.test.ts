import { describe, expect, test } from 'vitest'
import { createSilences } from '../../src/judge/silences.ts'

const ofRun = [{ rule: 'never-paged', reason: 'of the settings' }]

describe('a rule', () => {
  test('counts until it is silenced', () => {
    const silences = createSilences([])
    expect(silences.reasonFor(1, 'no-retry')).toBeNull()
    silences.set(undefined, 'no-retry', 'known')
    expect([
      silences.reasonFor(1, 'no-retry'),
      silences.reasonFor(null, 'no-retry'),
      silences.reasonFor(1, 'tiny-pages'),
    ]).toEqual(['known', 'known', null])
  })

  test('that the settings silence does not count for anybody', () => {
    const silences = createSilences(ofRun)
    expect([silences.reasonFor(null, 'never-paged'), silences.reasonFor(7, 'never-paged')]).toEqual(
      ['of the settings', 'of the settings'],
    )
    expect(silences.list()).toEqual(ofRun)
  })

  test('that is silent for a user counts for others, and for requests of nobody', () => {
    const silences = createSilences([])
    silences.set(1, 'no-retry', 'a test')
    expect([1, 2, null].map((user) => silences.reasonFor(user, 'no-retry'))).toEqual([
      'a test',
      null,
      null,
    ])
    expect([silences.list(1), silences.list(2), silences.list()]).toEqual([
      [{ rule: 'no-retry', reason: 'a test' }],
      [],
      [],
    ])
  })

  test("gives the user's own reason before that of the run", () => {
    const silences = createSilences(ofRun)
    silences.set(1, 'never-paged', 'of the user')
    expect([1, 2].map((user) => silences.reasonFor(user, 'never-paged'))).toEqual([
      'of the user',
      'of the settings',
    ])
    expect(silences.remove(1, 'never-paged')).toBe(true)
    expect(silences.reasonFor(1, 'never-paged')).toBe('of the settings')
  })

  test('takes a new reason', () => {
    const silences = createSilences(ofRun)
    silences.set(undefined, 'never-paged', 'another')
    expect(silences.list()).toEqual([{ rule: 'never-paged', reason: 'another' }])
  })
})

test('what is not silent cannot be let count again', () => {
  const silences = createSilences(ofRun)
  expect([silences.remove(1, 'never-paged'), silences.remove(undefined, 'no-retry')]).toEqual([
    false,
    false,
  ])
  expect([
    silences.remove(undefined, 'never-paged'),
    silences.remove(undefined, 'never-paged'),
  ]).toEqual([true, false])
})

test('a user that is gone leaves none behind', () => {
  const silences = createSilences(ofRun)
  silences.set(1, 'no-retry', 'a test')
  silences.set(2, 'no-retry', 'another')
  silences.forget(1)
  expect([silences.list(1), silences.list(2), silences.list()]).toEqual([
    [],
    [{ rule: 'no-retry', reason: 'another' }],
    ofRun,
  ])
})
