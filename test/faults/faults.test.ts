import { describe, expect, test } from 'vitest'
import type { FaultInput } from '../../src/faults/fault.ts'
import { createFaults, FaultLimitError } from '../../src/faults/faults.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import { arm, asking, requirePlan, serverError, strikes, plan } from './asking.ts'

const many = (count: number, asked: Exchange = asking()): Exchange[] =>
  Array.from({ length: count }, () => asked)

describe('armed faults', () => {
  test('are listed as they were armed, and with what they did', () => {
    const faults = createFaults()
    arm(faults, { effect: serverError })
    arm(faults, {
      user: 1,
      match: { every: 2 },
      times: 3,
      seed: 9,
      effect: { type: 'reset' },
      note: 'flaky',
    })
    strikes(faults, many(5))
    expect(faults.list()).toEqual([
      {
        id: 1,
        user: null,
        match: {},
        times: null,
        remaining: null,
        seed: 1,
        dashboard: false,
        effect: serverError,
        note: null,
        matched: 5,
        applied: 5,
      },
      {
        id: 2,
        user: 1,
        match: { every: 2 },
        times: 3,
        remaining: 1,
        seed: 9,
        dashboard: false,
        effect: { type: 'reset' },
        note: 'flaky',
        matched: 5,
        applied: 2,
      },
    ])
    expect(faults.find(2)).toEqual(faults.list()[1])
    expect(faults.find(3)).toBeUndefined()
  })

  test('can be disarmed, one of them or all of a user or all', () => {
    const faults = createFaults()
    for (const user of [1, 1, 2, 2, 3, null]) arm(faults, { user, effect: serverError })
    expect([faults.disarm(1), faults.disarm(1)]).toEqual([true, false])
    expect(faults.list().map(({ id }) => id)).toEqual([2, 3, 4, 5, 6])
    faults.clear(2)
    faults.forget(3)
    expect(faults.list().map(({ id }) => id)).toEqual([2, 6])
    expect(faults.list(1).map(({ id }) => id)).toEqual([2])
    expect(faults.isEmpty()).toBe(false)
    faults.clear()
    expect([faults.list(), faults.isEmpty()]).toEqual([[], true])
    expect(arm(faults, { effect: serverError }).id).toBe(7)
  })

  test.each([
    { times: 1 },
    { match: { nth: 1 } },
    { match: { nth: 2 } },
    { match: { every: 2 } },
    { match: { probability: 0.5 } },
  ])('spare the dashboard, which uses nothing up: %j', (limits) => {
    const byClients = createFaults()
    const byBoth = createFaults()
    for (const faults of [byClients, byBoth]) arm(faults, { ...limits, effect: serverError })
    const own = asking('', { isFromDashboard: true })
    expect(strikes(byBoth, many(10, own))).toEqual(Array(10).fill(''))
    expect(byBoth.list()).toMatchObject([{ matched: 0, applied: 0 }])
    const mixed = many(8).flatMap((asked) => [own, asked, own])
    expect(strikes(byBoth, mixed).filter((_, index) => index % 3 === 1)).toEqual(
      strikes(byClients, many(8)),
    )
  })

  test('strike the dashboard too where they say so, and count that', () => {
    const faults = createFaults()
    arm(faults, { dashboard: true, times: 2, effect: { type: 'reset' } })
    arm(faults, { effect: { type: 'empty' } })
    const own = asking('', { isFromDashboard: true })
    expect(strikes(faults, [own, asking(), own])).toEqual(['reset', 'reset empty', ''])
    expect(faults.list()).toMatchObject([
      { dashboard: true, remaining: 0, applied: 2 },
      { dashboard: false, applied: 1 },
    ])
  })

  test('are named by their ids, in the order of what was applied', () => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'delay', milliseconds: 1 } })
    arm(faults, { match: { path: '/elsewhere' }, effect: serverError })
    arm(faults, { effect: serverError })
    expect(requirePlan(faults, asking()).struck).toEqual({
      types: ['status', 'delay'],
      ids: [3, 1],
    })
  })

  test('strike the requests of their user, those of the server all', () => {
    const faults = createFaults()
    arm(faults, { user: 1, effect: { type: 'reset' } })
    arm(faults, { user: 2, effect: { type: 'empty' } })
    arm(faults, { user: null, effect: { type: 'malformed' } })
    expect(
      strikes(faults, [
        asking('', { user: 1 }),
        asking('', { user: 2 }),
        asking('', { user: null }),
      ]),
    ).toEqual(['reset malformed', 'empty malformed', 'malformed'])
  })

  test('are at most a thousand, but spent ones make room', () => {
    const faults = createFaults()
    arm(faults, { effect: serverError })
    arm(faults, { times: 1, effect: { type: 'reset' } })
    for (let count = 2; count < 1000; count++) arm(faults, { user: 2, effect: serverError })
    expect(() => arm(faults, { effect: serverError })).toThrow(FaultLimitError)
    strikes(faults, many(1))
    expect(arm(faults, { effect: serverError }).id).toBe(1001)
    expect(faults.find(2)).toBeUndefined()
    expect(() => arm(faults, { effect: serverError })).toThrow(
      '1000 faults are armed; disarm some first',
    )
  })
})

describe('how often', () => {
  test.each<[FaultInput['match'], number | undefined, string]>([
    [{}, undefined, 'xxxxxx'],
    [{}, 2, 'xx....'],
    [{ nth: 1 }, undefined, 'x.....'],
    [{ nth: 3 }, undefined, '..x...'],
    [{ every: 1 }, undefined, 'xxxxxx'],
    [{ every: 2 }, undefined, '.x.x.x'],
    [{ every: 2 }, 2, '.x.x..'],
    [{ probability: 0 }, undefined, '......'],
    [{ probability: 1 }, undefined, 'xxxxxx'],
  ])('%j, times %s', (match, times, pattern) => {
    const faults = createFaults()
    arm(faults, { match, ...(times !== undefined && { times }), effect: serverError })
    expect(patternOf(strikes(faults, many(6)))).toBe(pattern)
  })

  test('counts only requests that fit', () => {
    const faults = createFaults()
    arm(faults, { match: { parameters: { type: 'api' }, nth: 2 }, effect: serverError })
    const requests = ['type=api', 'type=test', '', 'type=api', 'type=api'].map((query) =>
      asking(query),
    )
    expect(patternOf(strikes(faults, requests))).toBe('...x.')
  })

  test('counts from the arming', () => {
    const faults = createFaults()
    arm(faults, { match: { nth: 3 }, effect: serverError })
    strikes(faults, many(2))
    arm(faults, { match: { nth: 2 }, effect: { type: 'reset' } })
    expect(strikes(faults, many(3))).toEqual(['status', 'reset', ''])
  })

  test('neither counts nor draws for requests that the effect makes no sense for', () => {
    const faults = createFaults()
    const { id } = arm(faults, { match: { nth: 2 }, effect: { type: 'expired_cursor' } })
    expect(
      patternOf(
        strikes(
          faults,
          ['cursor=a', '', 'cursor=', 'cursor=b'].map((query) => asking(query)),
        ),
      ),
    ).toBe('...x')
    expect(faults.find(id)).toMatchObject({ matched: 2, applied: 1 })
  })

  test('a spent fault is out of the way, but still listed', () => {
    const faults = createFaults()
    arm(faults, { times: 1, effect: serverError })
    arm(faults, { match: { nth: 1 }, effect: { type: 'reset' } })
    strikes(faults, many(1))
    expect(faults.isEmpty()).toBe(true)
    expect(faults.list()).toMatchObject([
      { remaining: 0, applied: 1 },
      { remaining: null, applied: 1 },
    ])
  })
})

describe('several faults', () => {
  test('the first that replaces the answer does so, and others are not used up', () => {
    const faults = createFaults()
    arm(faults, { times: 1, effect: { type: 'status', status: 418 } })
    arm(faults, { times: 1, effect: { type: 'maintenance' } })
    const statuses = many(3).map((asked) => plan(faults, asked)?.replace?.status)
    expect(statuses).toEqual([418, 503, undefined])
  })

  test('a replaced answer is not distorted, whichever was armed first', () => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'short_page' } })
    arm(faults, { times: 1, effect: serverError })
    expect(requirePlan(faults, asking())).not.toHaveProperty('distortion')
    expect(requirePlan(faults, asking())).toHaveProperty('distortion')
  })

  test('what a fault counts does not depend on another that was first', () => {
    const faults = createFaults()
    arm(faults, { match: { nth: 1 }, effect: { type: 'status', status: 500 } })
    arm(faults, { match: { nth: 2 }, effect: { type: 'status', status: 502 } })
    expect(many(3).map((asked) => plan(faults, asked)?.replace?.status)).toEqual([
      500,
      502,
      undefined,
    ])
  })

  test('a replaced answer is delivered as all others say, in the order of arming', () => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'delay', milliseconds: 30 } })
    arm(faults, { effect: { type: 'status', status: 200, body: '[1]' } })
    arm(faults, { effect: { type: 'delay', milliseconds: 5 } })
    arm(faults, { effect: { type: 'malformed' } })
    const { struck, replace, deliver } = requirePlan(faults, asking())
    expect(struck.types).toEqual(['status', 'delay', 'delay', 'malformed'])
    expect(replace && deliver?.({ answer: replace, date: '', delay: 100 })).toMatchObject({
      delay: 135,
      answer: { status: 200, body: '[1' },
    })
  })

  test('a distortion counts when there is a list to distort', () => {
    const faults = createFaults()
    const { id } = arm(faults, { times: 1, effect: { type: 'repeat_cursor' } })
    expect(requirePlan(faults, asking()).struck.types).toEqual([])
    const { struck, distortion } = requirePlan(faults, asking())
    distortion?.page?.(
      {
        items: '',
        count: 0,
        page: 1n,
        perPage: 1,
        total: 0,
        path: '',
        urlStart: '',
        linksNamePages: false,
      },
      null,
    )
    expect(struck.types).toEqual(['repeat_cursor'])
    expect(faults.find(id)).toMatchObject({ matched: 2, applied: 1, remaining: 0 })
    expect(plan(faults, asking())).toBeUndefined()
  })
})

describe('the same seed and the same requests', () => {
  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'give the same faults, run %i',
    (seed) => {
      const random = createRandom(seed)
      const inputs = Array.from({ length: 1 + random.below(6) }, () => randomFault(random))
      const requests = Array.from({ length: 60 }, () => randomRequest(random))
      expect(run(inputs, requests)).toEqual(run(inputs, requests))
    },
  )

  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'of one user, whatever others ask and suffer, run %i',
    (seed) => {
      const random = createRandom(seed, 1)
      const own = Array.from({ length: 3 }, () => ({ ...randomFault(random), user: 1 }))
      const others = Array.from({ length: 3 }, () => ({ ...randomFault(random), user: 2 }))
      const requests = Array.from({ length: 80 }, () => randomRequest(random))
      const suffered = run([...others, ...own], requests)
      const together = suffered.filter((_, index) =>
        requests.slice(index, index + 1).every(isOfUser1),
      )
      const alone = run(own, requests.filter(isOfUser1))
      expect(together).toEqual(alone)
    },
  )

  test('each fault chooses by its own seed, whatever is armed besides', () => {
    const flaky = { match: { probability: 0.5 }, seed: 5, effect: { type: 'reset' } } as const
    const noise = {
      match: { probability: 0.5 },
      seed: 6,
      effect: { type: 'delay', distribution: 'uniform', min: 0, max: 9 },
    } as const
    const alone = resetsOf([flaky])
    expect(resetsOf([noise, flaky])).toEqual(alone)
    expect(resetsOf([{ ...flaky, seed: 6 }])).not.toEqual(alone)
    const share = alone.filter(Boolean).length / alone.length
    expect(share).toBeGreaterThan(0.35)
    expect(share).toBeLessThan(0.65)
  })
})

const patternOf = (types: readonly string[]): string =>
  types.map((type) => (type === '' ? '.' : 'x')).join('')

const isOfUser1 = ({ token }: Exchange): boolean => token?.user_id === 1

/** Tells for each of many requests whether its connection is reset. */
const resetsOf = (inputs: readonly FaultInput[]): boolean[] =>
  run(inputs, many(200)).map((seen) => seen.includes('reset'))

/** For each request, the types of its faults, the status and the delay. */
function run(inputs: readonly FaultInput[], requests: readonly Exchange[]): string[] {
  const faults = createFaults()
  for (const input of inputs) arm(faults, input)
  return requests.map((asked) => {
    const { struck, replace, deliver, distortion } = plan(faults, asked) ?? {}
    const answer = replace ?? { status: 200, headers: {}, body: '{"a":1}' }
    const delivery = deliver?.({ answer, date: '', delay: 0 })
    return JSON.stringify([struck?.types ?? [], replace?.status, delivery, distortion?.limit?.(15)])
  })
}

function randomFault(random: Random): FaultInput {
  const match = random.pick<FaultInput['match']>([
    {},
    { nth: 3 },
    { every: 2 },
    { probability: 0.3 },
    { probability: 0.7, parameters: { type: 'api' } },
    { cursor: true, probability: 0.5 },
  ])
  const effect = random.pick<FaultInput['effect']>([
    serverError,
    { type: 'delay', distribution: 'uniform', min: 0, max: 60_000 },
    { type: 'delay', distribution: 'log_normal', median: 100, sigma: 1 },
    { type: 'rate_limit' },
    { type: 'malformed' },
    { type: 'short_page', rows: 3 },
    { type: 'expired_cursor' },
  ])
  const user = random.pick([1, 2, null])
  return {
    user,
    match,
    effect,
    seed: random.below(1000),
    ...(random.chance(50) && { times: 1 + random.below(10) }),
  }
}

function randomRequest(random: Random): Exchange {
  const query = random.pick(['', 'type=api', 'cursor=abc', 'page=2', 'type=api&cursor=abc'])
  return asking(query, {
    user: random.pick([1, 2, null]),
    edition: random.pick(['combined', 'nicecall', 'autocalls']),
  })
}
