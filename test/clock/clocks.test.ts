import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ClockChange } from '../../src/clock/clock-change.ts'
import { ClockError, type ClockSetting, createClocks } from '../../src/clock/clocks.ts'

vi.mock(import('../../src/clock/real-time.ts'), () => import('../fakeable-time.ts'))

const REAL = 1_800_000_000.123
const LATER = 10

beforeEach(() => vi.useFakeTimers({ now: REAL * 1000 }))
afterEach(() => vi.useRealTimers())

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000)

test('shows real time to begin with', () => {
  const clocks = createClocks()
  expect([clocks.now(), clocks.now(null), clocks.now(1)]).toEqual([REAL, REAL, REAL])
  pass(LATER)
  expect(clocks.now(1)).toBe(REAL + LATER)
})

describe.each<[string, ClockSetting[], { now: number; later: number }]>([
  ['set while it runs', [{ now: 1000.5 }], { now: 1000.5, later: 1010.5 }],
  ['frozen', [{ is_frozen: true }], { now: REAL, later: REAL }],
  ['frozen at a time', [{ now: 1000, is_frozen: true }], { now: 1000, later: 1000 }],
  ['set while it is frozen', [{ is_frozen: true }, { now: 1000 }], { now: 1000, later: 1000 }],
  ['advanced while it runs', [{ now: 1000 }, { advance: 60 }], { now: 1060, later: 1070 }],
  [
    'advanced while it is frozen',
    [{ now: 1000, is_frozen: true }, { advance: 60 }],
    { now: 1060, later: 1060 },
  ],
  ['put back', [{ now: 1000, is_frozen: true }, { advance: -999.5 }], { now: 0.5, later: 0.5 }],
  [
    'set and advanced at once',
    [{ now: 1000, advance: 60, is_frozen: true }],
    { now: 1060, later: 1060 },
  ],
  ['let go', [{ now: 1000, is_frozen: true }, { is_frozen: false }], { now: 1000, later: 1010 }],
  [
    'let go at another time',
    [{ is_frozen: true }, { now: 1000, is_frozen: false }],
    { now: 1000, later: 1010 },
  ],
  [
    'set between two milliseconds',
    [{ now: 1000.0006, advance: 0.0006 }],
    { now: 1000.002, later: 1010.002 },
  ],
  ['set to the first second', [{ now: 0 }], { now: 0, later: 10 }],
  [
    'running to the end of the year 9999',
    [{ now: 253_402_300_795 }],
    { now: 253_402_300_795, later: 253_402_300_799.999 },
  ],
])('a clock %s', (_, settings, { now, later }) => {
  test.each([
    ['of the server', undefined],
    ['of a user', 7],
  ])('%s', (_owner, userId) => {
    const clocks = createClocks()
    for (const setting of settings) clocks.set(userId, setting)
    expect(clocks.now(userId)).toBe(now)
    pass(LATER)
    expect(clocks.now(userId)).toBe(later)
  })
})

test('freezes at what it shows by then', () => {
  const clocks = createClocks()
  clocks.set(undefined, { now: 1000 })
  pass(LATER)
  clocks.set(undefined, { is_frozen: true })
  pass(LATER)
  expect(clocks.now()).toBe(1010)
})

test.each<[string, ClockSetting]>([
  ['before 1970', { now: 0, advance: -0.001 }],
  ['after 9999', { now: 253_402_300_799, advance: 1 }],
  ['at no time at all', { now: Number.NaN }],
])('refuses a time %s and changes nothing', (_, setting) => {
  const clocks = createClocks()
  expect(() => clocks.set(1, setting)).toThrow(ClockError)
  expect(() => clocks.set(undefined, setting)).toThrow(ClockError)
  expect([clocks.state(1), clocks.state()]).toMatchObject([
    { now: REAL, is_own: false },
    { now: REAL, is_own: false },
  ])
})

describe('a user', () => {
  test('follows the server', () => {
    const clocks = createClocks()
    clocks.set(undefined, { now: 1000, is_frozen: true })
    expect(clocks.state(1)).toEqual({ user: 1, now: 1000, is_frozen: true, is_own: false })
  })

  test('has the time of nobody else', () => {
    const clocks = createClocks()
    clocks.set(1, { now: 1000 })
    clocks.set(2, { now: 2000 })
    clocks.set(undefined, { now: 3000 })
    expect([clocks.now(1), clocks.now(2), clocks.now(3), clocks.now()]).toEqual([
      1000, 2000, 3000, 3000,
    ])
  })

  test('starts from what the server shows', () => {
    const clocks = createClocks()
    clocks.set(undefined, { now: 1000, is_frozen: true })
    clocks.set(1, { advance: 60 })
    clocks.set(undefined, { now: 5000 })
    expect(clocks.state(1)).toEqual({ user: 1, now: 1060, is_frozen: true, is_own: true })
  })

  test.each(['reset', 'forget'] as const)('follows the server again after %s', (name) => {
    const clocks = createClocks()
    clocks.set(undefined, { now: 3000 })
    clocks.set(1, { now: 1000 })
    clocks.set(2, { now: 2000 })
    clocks[name](1)
    expect([clocks.now(1), clocks.now(2), clocks.now()]).toEqual([3000, 2000, 3000])
  })
})

test('resets everybody to real time', () => {
  const clocks = createClocks()
  clocks.set(undefined, { now: 3000, is_frozen: true })
  clocks.set(1, { now: 1000 })
  clocks.reset()
  expect([clocks.state(), clocks.state(1)]).toEqual([
    { user: null, now: REAL, is_frozen: false, is_own: false },
    { user: 1, now: REAL, is_frozen: false, is_own: false },
  ])
})

test('says what the server shows, and whether that is real time', () => {
  const clocks = createClocks()
  expect(clocks.set(undefined, { advance: 1 })).toEqual({
    user: null,
    now: REAL + 1,
    is_frozen: false,
    is_own: true,
  })
})

describe('on the wire', () => {
  test.each([
    [{ now: '2025-01-25T14:30:00Z' }, { now: 1_737_815_400 }],
    [{ now: '2025-01-25T15:30:00.5+01:00' }, { now: 1_737_815_400.5 }],
    [{ now: 1_737_815_400 }, { now: 1_737_815_400 }],
    [
      { advance: -5, is_frozen: false },
      { advance: -5, is_frozen: false },
    ],
  ])('%j is %j', (change, expected) => {
    expect(ClockChange.parse(change)).toEqual(expected)
  })

  test.each([
    {},
    { now: '2025-02-30T00:00:00Z' },
    { now: 'tomorrow' },
    { now: '1969-12-31T23:59:59Z' },
    { now: -1 },
    { now: 253_402_300_800 },
    { now: null },
    { advance: '5' },
    { advance: 1e12 },
    { is_frozen: 1 },
    { freeze: true },
  ])('refuses %j', (change) => {
    expect(ClockChange.safeParse(change).success).toBe(false)
  })
})
