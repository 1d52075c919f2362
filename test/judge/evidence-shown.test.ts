// The words and requests by which findings explain themselves.

import { expect, test } from 'vitest'
import { cursorAt } from '../walks/fake-list.ts'
import { judgeTrace, type JudgeOptions } from './judging.ts'

type Case = readonly [notation: string, words: string, options?: JudgeOptions]

const shownCases: readonly Case[] = [
  // The simplest explanation comes first: 90 rows would also be 5 pages of 20.
  ['p1 p2 p3 p4 p5', 'next was page 6, the last one: perhaps the loop runs', { rows: 90 }],
  [
    'p1 p2 p3 p4 p5 p6 p7',
    'next was page 8; perhaps the client counts by 15 rows: 103 rows would be 7 pages',
    { rows: 103, query: 'per_page=10' },
  ],
  [
    'p1 p2!hangup*300 p2!hangup*300 p2!hangup*300 p2!hangup*300 p2 p3',
    'the first failure: the client hung up before the answer, after 301 ms',
  ],
  ['p1 p2!truncate', 'its body was broken'],
  ['p1 p2%0 p3!429@9%0 p4!429@9%0~1 p5!429@9%0~1', 'Retry-After: 9 (seconds)', { rows: 90 }],
]

test.each(titled(shownCases))('%s: shows a request with "%s"', (notation, words, [, , options]) => {
  const notes = judgeTrace(notation, options).flatMap(({ shown }) => shown.map(({ note }) => note))
  expect(notes.filter((note) => note?.includes(words))).toHaveLength(1)
})

const saidCases: readonly Case[] = [
  ['p1 p2 p3 p4 p5', ': the last of 76 rows is missing', { rows: 76 }],
  [
    'p1!422?date_from=01/11/2026&per_page=30',
    'the list was requested with date_from=01/11/2026, and refused with 422',
  ],
  [
    'p1 p2!500 p2!500~100 p2!500~100 p2!500~100',
    'with waits that do not grow: 100 ms, 100 ms, 100 ms',
  ],
]

test.each(titled(saidCases))('%s: says "%s"', (notation, words, [, , options]) => {
  expect(judgeTrace(notation, options).map(({ message }) => message)).toEqual([
    expect.stringContaining(words),
  ])
})

test('shows the answer that gave a cursor before the client changed it', () => {
  const [found] = judgeTrace(`c0 c1 -?cursor=${cursorAt(15)}`)
  expect(found?.message).toContain('it is the one that request #2 gave, with id 15 in place of 16')
  expect(found?.shown.map(({ entry, isCounted }) => [entry.id, isCounted])).toEqual([
    [2, false],
    [3, true],
  ])
})

function titled(cases: readonly Case[]) {
  return cases.map((one) => [one[0], one[1], one] as const)
}
