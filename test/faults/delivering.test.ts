import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../src/exchange/delivery.ts'
import type { FaultInput } from '../../src/faults/fault.ts'
import { createFaults } from '../../src/faults/faults.ts'
import { arm, asking, requirePlan, plan } from './asking.ts'

const whole: Delivery = {
  answer: { status: 200, headers: {}, body: '{"a":1}' },
  date: '',
  delay: 0,
}

/** The deliveries of answers when one fault strikes them one after the other. */
function deliveries(effect: FaultInput['effect'], count = 1, seed = 1): Delivery[] {
  const faults = createFaults()
  arm(faults, { effect, seed })
  return Array.from(
    { length: count },
    () => requirePlan(faults, asking()).deliver?.(whole) ?? whole,
  )
}

test.each<[FaultInput['effect'], Partial<Delivery>]>([
  [{ type: 'reset' }, { end: 'reset' }],
  [{ type: 'empty' }, { end: 'empty' }],
  [{ type: 'slow', bytes_per_second: 5 }, { bytesPerSecond: 5 }],
  [{ type: 'truncate', bytes: 0 }, { cutAt: 0 }],
  [{ type: 'truncate', bytes: 3 }, { cutAt: 3 }],
  [{ type: 'truncate', bytes: 7 }, { cutAt: 6 }],
  [{ type: 'truncate', bytes: 1000 }, { cutAt: 6 }],
  [{ type: 'delay', milliseconds: 250 }, { delay: 250 }],
  [{ type: 'malformed' }, { answer: { ...whole.answer, body: '{"a":1' } }],
])('%j', (effect, delivery) => {
  expect(deliveries(effect)).toEqual([{ ...whole, ...delivery }])
})

const delays = (effect: FaultInput['effect'], seed?: number): number[] =>
  deliveries(effect, 500, seed).map(({ delay }) => delay)

describe('delay', () => {
  test('is anything from min to max when uniform', () => {
    const drawn = delays({ type: 'delay', distribution: 'uniform', min: 10, max: 14 })
    expect(new Set(drawn)).toEqual(new Set([10, 11, 12, 13, 14]))
  })

  test('lies around the median when log-normal, and never beyond a minute', () => {
    const drawn = delays({
      type: 'delay',
      distribution: 'log_normal',
      median: 1000,
      sigma: 1,
    }).toSorted((a, b) => a - b)
    const median = drawn[250] ?? 0
    expect(median).toBeGreaterThan(800)
    expect(median).toBeLessThan(1250)
    expect(drawn.filter((delay) => delay > 2718).length / 500).toBeCloseTo(0.16, 1)
    expect(
      Math.max(...delays({ type: 'delay', distribution: 'log_normal', median: 60_000, sigma: 10 })),
    ).toBe(60_000)
    expect(
      new Set(delays({ type: 'delay', distribution: 'log_normal', median: 90, sigma: 0 })),
    ).toEqual(new Set([90]))
  })

  test('is drawn from the seed', () => {
    const effect = { type: 'delay', distribution: 'uniform', min: 0, max: 60_000 } as const
    expect(delays(effect, 3)).toEqual(delays(effect, 3))
    expect(delays(effect, 4)).not.toEqual(delays(effect, 3))
  })
})

describe('malformed', () => {
  test.each([
    '{}',
    '[]',
    '[]x',
    '{"a":[1,2]}\n',
    '"text"',
    '12',
    '1',
    '',
    'null',
    '<!DOCTYPE html>',
    '12 ',
    ' 1',
    '[1] ',
    '"a" ',
  ])('makes no JSON of %j', (body) => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'malformed' } })
    const broken =
      requirePlan(faults, asking()).deliver?.({
        answer: { status: 200, headers: {}, body },
        date: '',
        delay: 0,
      }).answer.body ?? '0'
    expect(() => JSON.parse(broken)).toThrow(SyntaxError)
  })
})

test.each<FaultInput['effect']>([
  { type: 'malformed' },
  { type: 'slow', bytes_per_second: 1 },
  { type: 'truncate', bytes: 1 },
])('%j leaves answers without body alone', (effect) => {
  const faults = createFaults()
  arm(faults, { effect })
  expect(plan(faults, asking('', { method: 'HEAD' }))).toBeUndefined()
})
