import { describe, expect, test } from 'vitest'
import { rules } from '../../src/judge/rules.ts'
import { severities } from '../../src/judge/severity.ts'
import { ruleIds } from '../../src/rule-ids.ts'
import { trace } from '../walks/trace.ts'
import { judgeEntries, judgeTrace } from './judging.ts'

test('the table holds every rule once, in the order of their names', () => {
  expect(rules.map(({ id }) => id)).toEqual([...ruleIds])
})

describe.each(rules)('$id', ({ id, severity, why, fix }) => {
  test('has a severity', () => {
    expect(severities).toContain(severity)
  })

  test.each([
    ['why', why],
    ['fix', fix],
  ])('says in one sentence: %s', (_what, text) => {
    expect(text).toMatch(/^\w[^\n]{20,}[^.]\.$/)
    // A sentence ends where a capital follows; names with dots in them do not.
    expect(text.match(/[.!?](?=\s+[A-Z]|$)/g)).toHaveLength(1)
    expect(text.toLowerCase()).not.toContain(id)
    expect(text).not.toMatch(/[–—…]|\s{2}/)
  })
})

test('no two rules say the same', () => {
  for (const texts of [rules.map(({ why }) => why), rules.map(({ fix }) => fix)])
    expect(new Set(texts).size).toBe(rules.length)
})

describe('a finding', () => {
  test('is one for what several walks show in the same words', () => {
    const found = judgeTrace('p1?type=widget n? p1?type=widget n? p1?type=widget n?')
    expect(found.map(({ rule, walk, count }) => [rule.id, walk.id, count])).toEqual([
      ['filters-lost', 1, 3],
    ])
    expect(found[0]?.shown.map(({ entry }) => entry.id)).toEqual([1, 2, 3, 4, 5])
  })

  test('is one of each for what is said in other words', () => {
    const found = judgeTrace('p1?type=widget n? p1?per_page=5 n?')
    expect(found.map(({ message, walk }) => [message.includes('per_page'), walk.id])).toEqual([
      [false, 1],
      [true, 3],
    ])
  })

  test('is one of each for two tokens', () => {
    const found = judgeTrace('1.p1 1.p2 2.p1 2.p2')
    expect(found.map(({ rule, walk }) => [rule.id, walk.token])).toEqual([
      ['stopped-early', 1],
      ['stopped-early', 2],
    ])
  })

  test('shows five requests at most, and counts all', () => {
    const [found] = judgeTrace(Array.from({ length: 30 }, () => 'p1').join(' '))
    expect([found?.rule.id, found?.shown.length, found?.count]).toEqual(['never-paged', 5, 30])
  })

  test('shows a failed retry once, and counts only the early requests', () => {
    const [found] = judgeTrace('p1 p2!429@60 p2!429@60 p2 p3')
    expect([found?.shown.map(({ entry }) => entry.id), found?.count]).toEqual([[2, 3, 4], 2])
  })
})

test('the gravest come first, then those that were seen first', () => {
  const entries = trace('p1?limit=5 p1?status=open n? p1!429@1 p1?type=widget n? p1 p2', {
    accept: 'text/html',
    rows: 90,
  })
  const found = judgeEntries(entries)
  const order = found.map(({ severity, shown }) => [
    severities.indexOf(severity),
    shown[0]?.entry.id ?? 0,
  ])
  expect(new Set(order.map(([severity]) => severity)).size).toBe(3)
  expect(order).toEqual(order.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d))
})

test('nothing is found where nothing was asked', () => {
  expect(judgeEntries([])).toEqual([])
})
