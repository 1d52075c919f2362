import { describe, expect, test } from 'vitest'
import { checkLosses, checkMemory, toBroken } from '../../tools/soak/bounds.ts'
import { checkGrowth, checkWaits, formatRow, head, type Run } from '../../tools/soak/table.ts'

const bounds = { 'max-mb': 250, 'max-mb-after': 180, 'max-wait': 30 }
const nothing = { requests: 0, rows: 0, events: 0, calls: 0 }

const run = (changes: Partial<Run>): Run => ({
  wait: 10,
  ownWait: 9,
  medianWait: 0.5,
  duration: 100,
  growth: 4,
  status: 200,
  at: 60,
  ...changes,
})

describe('a bound that is broken', () => {
  test('is named with its value and its time', () => {
    const memory = { highest: { mb: 251, at: 77.7 }, after: { mb: 180.24, at: 140 } }
    expect(toBroken(checkMemory(memory, bounds))).toEqual([
      'memory: 251 MB, the bound is 250 MB (at 78 s)',
      'memory after the users were gone: 180.2 MB, the bound is 180 MB (at 140 s)',
    ])
  })

  test.each(['requests', 'rows', 'events', 'calls'] as const)('is anything lost of %s', (kind) => {
    const [sentence, ...others] = toBroken(checkLosses({ ...nothing, [kind]: 1 }, 5))
    expect(sentence).toMatch(/: 1, the bound is 0 \(at 5 s\)$/)
    expect(others).toEqual([])
  })

  test('is a value that is no number', () => {
    const memory = { highest: { mb: NaN, at: 1 }, after: { mb: 1, at: 2 } }
    expect(toBroken(checkMemory(memory, bounds))).toHaveLength(1)
  })

  test('is the longest wait of all runs, without what the machine took', () => {
    const runs = [run({}), run({ wait: 90, ownWait: 30.1, at: 64 }), run({ wait: 200, ownWait: 8 })]
    expect(toBroken(checkWaits([{ name: 'walks', runs }], 30))).toEqual([
      'wait of a client during "walks": 30.1 ms, the bound is 30 ms (at 64 s)',
    ])
  })
})

test('the most memory that a report took in addition is a bound that is broken', () => {
  const runs = [run({ growth: 61.3 }), run({ growth: undefined, at: 64 })]
  expect(toBroken(checkGrowth([{ name: 'findings', runs }], 60))).toEqual([
    'memory in addition during "findings": 61.3 MB, the bound is 60 MB (at 64 s)',
  ])
})

test('what is just at its bound holds', () => {
  const memory = { highest: { mb: 250, at: 1 }, after: { mb: 180, at: 2 } }
  const waits = checkWaits([{ name: 'walks', runs: [run({ ownWait: 30 })] }], 30)
  const lost = checkLosses(nothing, 1)
  expect(toBroken([...checkMemory(memory, bounds), ...lost, ...waits])).toEqual([])
})

test('a row tells the worst, the medians, and how many runs the machine disturbed', () => {
  const runs = [run({}), run({ wait: 40, ownWait: 20, status: 201 }), run({ ownWait: 8 })]
  expect(head.split(/ +/)).toEqual([
    'call',
    'worst',
    'own',
    'median',
    'probe',
    'call',
    'MB',
    'status',
  ])
  expect(formatRow({ name: 'walks', runs }).split(/ {2,}/)).toEqual([
    'walks',
    '40.0',
    '20.0',
    '9.0',
    '0.5',
    '100.0',
    '4.0',
    '200 201',
    'disturbed in 1 of 3',
  ])
})
