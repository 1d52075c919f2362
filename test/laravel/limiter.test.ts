import { expect, test } from 'vitest'
import { createLimiter, fewerLeft } from '../../src/laravel/limiter.ts'
import { Failure } from '../../src/laravel/errors.ts'

const START = 1_737_815_400

/** A limiter of two requests a minute. The function asks it at a second after the start. */
function createTimed(limit: number | 'off' = 2) {
  const limiter = createLimiter(limit)
  return {
    reset: limiter.reset,
    hit(second: number, userId = 1): Readonly<Record<string, string>> {
      try {
        return limiter.hit(userId, START + second)
      } catch (error) {
        if (error instanceof Failure) return { status: String(error.status), ...error.headers }
        throw error
      }
    },
  }
}

const remaining = (count: number) => ({
  'X-RateLimit-Limit': '2',
  'X-RateLimit-Remaining': String(count),
})

const refused = (seconds: number, opensAt = START + 60) => ({
  status: '429',
  ...remaining(0),
  'Retry-After': String(seconds),
  'X-RateLimit-Reset': String(opensAt),
})

test('counts down and then refuses', () => {
  const { hit } = createTimed()
  expect([hit(0), hit(1), hit(2)]).toEqual([remaining(1), remaining(0), refused(58)])
})

test('opens again exactly 60 seconds after the first request', () => {
  const { hit } = createTimed()
  expect([hit(0), hit(59), hit(59), hit(60)]).toEqual([
    remaining(1),
    remaining(0),
    refused(1),
    remaining(1),
  ])
})

test('keeps the window where it began, however often it is asked', () => {
  const { hit } = createTimed()
  expect(
    [hit(0), hit(0), hit(0), hit(30), hit(59)].map((headers) => headers['Retry-After']),
  ).toEqual([undefined, undefined, '60', '30', '1'])
})

test('does not count what it refuses', () => {
  const { hit } = createTimed()
  for (let time = 0; time < 10; time++) hit(0)
  expect([hit(60), hit(60), hit(60)]).toEqual([
    remaining(1),
    remaining(0),
    refused(60, START + 120),
  ])
})

test('begins a window with the first request after the last one', () => {
  const { hit } = createTimed()
  hit(0)
  expect([hit(100), hit(159), hit(159), hit(160)]).toEqual([
    remaining(1),
    remaining(0),
    refused(1, START + 160),
    remaining(1),
  ])
})

test('looks at whole seconds', () => {
  const { hit } = createTimed()
  expect([hit(0.9), hit(0.95), hit(59.9), hit(60)]).toEqual([
    remaining(1),
    remaining(0),
    refused(1),
    remaining(1),
  ])
})

test('counts each user alone', () => {
  const { hit } = createTimed()
  expect([hit(0, 1), hit(0, 1), hit(0, 2)]).toEqual([remaining(1), remaining(0), remaining(1)])
})

test('forgets everyone on reset, or one user', () => {
  const { hit, reset } = createTimed()
  expect([hit(0), hit(0), hit(0)['status'], hit(0, 2)]).toEqual([
    remaining(1),
    remaining(0),
    '429',
    remaining(1),
  ])
  reset(1)
  expect([hit(0), hit(0, 2)]).toEqual([remaining(1), remaining(0)])
  reset()
  expect([hit(0), hit(0, 2)]).toEqual([remaining(1), remaining(1)])
})

test('begins a window anew when the clock was set back before it', () => {
  const { hit } = createTimed()
  expect([hit(100), hit(100), hit(100)['status'], hit(0)]).toEqual([
    remaining(1),
    remaining(0),
    '429',
    remaining(1),
  ])
})

test('says and refuses nothing when it is off', () => {
  const { hit } = createTimed('off')
  expect(
    Array.from({ length: 1000 }, () => hit(0)).every(
      (headers) => Object.keys(headers).length === 0,
    ),
  ).toBe(true)
})

test('addresses are counted beside users', () => {
  const limiter = createLimiter(1)
  limiter.hit(1, 0)
  expect(limiter.hit('1', 0)).toMatchObject({ 'X-RateLimit-Remaining': '0' })
  expect(() => limiter.hit('1', 0)).toThrow('Too Many Attempts.')
})

test('an application may refuse in its own words', () => {
  const limiter = createLimiter(1, (headers) => new Error(`wait ${headers['Retry-After']}`))
  limiter.hit(1, 0)
  expect(() => limiter.hit(1, 15)).toThrow('wait 45')
})

test.each([
  ['6', '5', '5'],
  ['4', '5', '4'],
  ['5', '5', 'inner 5'],
  [undefined, '5', '5'],
  ['5', undefined, '5'],
])('with %s left and %s of the inner limit, %s shows', (outer, inner, shown) => {
  const { name, 'X-RateLimit-Remaining': left } = fewerLeft(
    headers('outer', outer),
    headers('inner', inner),
  )
  expect(shown.startsWith('inner') ? `${name} ${left}` : left).toBe(shown)
})

const headers = (name: string, left: string | undefined): Record<string, string> =>
  left === undefined ? {} : { name, 'X-RateLimit-Remaining': left }
