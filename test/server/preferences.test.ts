import { describe, expect, test } from 'vitest'
import type { Preferences } from '../../src/exchange/exchange.ts'
import { applied, parsePreferences } from '../../src/server/preferences.ts'

describe('what is asked for', () => {
  test.each<[string | string[], Preferences]>([
    ['code=503', { code: 503 }],
    ['code=200', { code: 200 }],
    ['code=599', { code: 599 }],
    ['delay=0', { delay: 0 }],
    ['delay=60000', { delay: 60_000 }],
    ['example=documented', { example: 'documented' }],
    ['edition=autocalls', { edition: 'autocalls' }],
    [
      'code=503, delay=250,example=documented ,edition=nicecall',
      { code: 503, delay: 250, example: 'documented', edition: 'nicecall' },
    ],
    [['code=503', 'delay=250'], { code: 503, delay: 250 }],
    ['CODE=503, Delay = 250', { code: 503, delay: 250 }],
    ['code="503", edition="auto\\calls"', { code: 503, edition: 'autocalls' }],
    ['code=503; reason="a, delay=1; b", delay=2', { code: 503, delay: 2 }],
    ['code=503, code=500', { code: 503 }],
    ['code=abc, code=500', { code: 500 }],
    ['respond-async, wait=10, handling=lenient, code=404', { code: 404 }],
  ])('%j', (header, preferences) => {
    expect(parsePreferences(header)).toEqual(preferences)
  })
})

describe('what does not count', () => {
  test.each([
    '',
    ',,;=,"',
    'code',
    'code=',
    'code=""',
    'code=199',
    'code=600',
    'code=5e2',
    'code=503.0',
    'code=+503',
    'code=503 504',
    'code="503',
    'code=-1',
    'delay=60001',
    'delay=-1',
    'delay=1.5',
    'delay=9999999999999999999999',
    'example=other',
    'edition=Autocalls',
    'edition=__proto__',
    'constructor=1',
    'x="code=503, delay=1"',
    `${'"'.repeat(5000)}${'\\'.repeat(5000)}`,
  ])('%j', (header) => {
    expect(parsePreferences(header)).toBeUndefined()
  })

  test('no header', () => {
    expect(parsePreferences(undefined)).toBeUndefined()
  })
})

test.each<[Preferences | undefined, { status: number; rows?: number }, string]>([
  [undefined, { status: 200, rows: 1 }, ''],
  [{}, { status: 200, rows: 1 }, ''],
  [{ delay: 250, code: 503 }, { status: 503 }, 'code=503, delay=250'],
  [{ code: 503 }, { status: 401 }, ''],
  [{ code: 200 }, { status: 200, rows: 0 }, 'code=200'],
  [{ delay: 0 }, { status: 401 }, 'delay=0'],
  [
    { edition: 'autocalls', example: 'documented' },
    { status: 200, rows: 3 },
    'example=documented, edition=autocalls',
  ],
  [{ edition: 'autocalls', example: 'documented' }, { status: 401 }, ''],
])('of %j on %j was applied: %s', (preferences, answer, header) => {
  expect(applied(preferences, answer)).toBe(header)
})
