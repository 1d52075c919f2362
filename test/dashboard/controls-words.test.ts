import { describe, expect, test } from 'vitest'
import type { ArmedFault } from '../../src/client/wire.ts'
import { toCurl } from '../../src/dashboard/controls/call.ts'
import { effectInWords } from '../../src/dashboard/controls/effects.ts'
import { effectFields, withoutEffect } from '../../src/dashboard/controls/fault-fields.ts'
import {
  isSpent,
  matchInWords,
  pageInWords,
  remainingInWords,
  toOrdinal,
} from '../../src/dashboard/controls/fault-words.ts'
import {
  errorsOf,
  type Field,
  otherErrors,
  toJson,
  withoutSent,
} from '../../src/dashboard/controls/fields.ts'
import { presetGroups } from '../../src/dashboard/controls/presets.ts'
import {
  eventInWords,
  scriptPresets,
  stepInWords,
} from '../../src/dashboard/controls/script-words.ts'
import { Effect } from '../../src/faults/effect.ts'
import { Fault } from '../../src/faults/fault.ts'
import { Script } from '../../src/mutations/schemas.ts'

type OwnEffect = ArmedFault['effect']

const allEffects: readonly [OwnEffect, string][] = [
  [{ type: 'status', status: 503 }, 'answers with status 503'],
  [
    { type: 'status', status: 500, body: { a: 1 } },
    'answers with status 500 and a body of its own',
  ],
  [
    { type: 'rate_limit', retry_after: 2, form: 'seconds', limit: 60 },
    'answers 429, Retry-After 2 s',
  ],
  [
    { type: 'rate_limit', retry_after: 2, form: 'date', limit: 60 },
    'answers 429, Retry-After 2 s on, as a date',
  ],
  [
    { type: 'rate_limit', retry_after: 2, form: 'negative', limit: 60 },
    'answers 429, with a negative Retry-After',
  ],
  [
    { type: 'rate_limit', retry_after: 2, form: 'missing', limit: 60 },
    'answers 429, without Retry-After',
  ],
  [{ type: 'maintenance', retry_after: 60 }, 'answers 503 with an HTML page, Retry-After 60 s'],
  [{ type: 'delay', milliseconds: 0 }, 'waits 0 ms'],
  [{ type: 'delay', milliseconds: 2000 }, 'waits 2.0 s'],
  [{ type: 'delay', distribution: 'uniform', min: 5, max: 1500 }, 'waits 5 ms to 1.5 s'],
  [
    { type: 'delay', distribution: 'log_normal', median: 300, sigma: 1 },
    'waits 300 ms in half of the cases, at times much longer (sigma 1)',
  ],
  [{ type: 'slow', bytes_per_second: 2000 }, 'sends the body at 2,000 bytes a second'],
  [{ type: 'truncate', bytes: 1 }, 'cuts the body after 1 byte'],
  [{ type: 'malformed' }, 'takes the last byte from the body: no JSON'],
  [{ type: 'reset' }, 'resets the connection'],
  [{ type: 'empty' }, 'closes the connection without a byte'],
  [{ type: 'expired_cursor', status: 410, message: 'Gone' }, 'refuses the cursor with status 410'],
  [{ type: 'repeat_cursor' }, 'links to the same page as the next one'],
  [{ type: 'short_page' }, 'gives one row less than asked for'],
  [{ type: 'short_page', rows: 3 }, 'gives at most 3 rows'],
  [{ type: 'empty_page' }, 'gives no rows, though more follow'],
  [{ type: 'duplicate_row' }, 'gives the first row twice'],
  [{ type: 'exception' }, 'throws an exception: 500, after token and limit'],
  [{ type: 'process_error', text: 'x' }, 'fails to answer a message: x'],
  [{ type: 'count_drift', by: 1 }, 'lets the total grow by 1 with each page'],
  [{ type: 'count_drift', by: -5 }, 'lets the total shrink by 5 with each page'],
]

const effectTypes = new Set(
  Effect.options.flatMap((option) => ('shape' in option ? [option.shape.type.value] : ['delay'])),
)

describe('words', () => {
  test.each(allEffects)('of the effect %j', (effect, words) => {
    expect(effectInWords(effect)).toBe(words)
  })

  test.each<[ArmedFault['match'], string]>([
    [{}, 'every request'],
    [{ every: 1 }, 'every request'],
    [{ every: 3 }, 'every 3rd request'],
    [{ nth: 12 }, 'only the 12th request'],
    [{ probability: 0.07 }, '7 % of the requests, at random'],
    [
      { token: 3, paginator: 'cursor', cursor: true },
      'every request; token 3; lists by cursor; with a cursor',
    ],
    [{ token: 'secret', cursor: false }, 'every request; one token, by its text; without a cursor'],
    [
      {
        method: 'HEAD',
        path: '/x',
        page: 2,
        cursor: 'abc',
        parameters: { type: 'widget', page: null },
      },
      'every request; HEAD; path /x; page 2; cursor abc; type = widget; no page',
    ],
  ])('of the match %j', (match, words) => {
    expect(matchInWords(match)).toBe(words)
  })

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [13, '13th'],
    [21, '21st'],
    [112, '112th'],
    [1002, '1,002nd'],
  ])('of the place %d', (value, words) => {
    expect(toOrdinal(value)).toBe(words)
  })

  test.each([
    [{ times: null, remaining: null, match: {}, matched: 7 }, false, 'until disarmed'],
    [{ times: 3, remaining: 2, match: {}, matched: 1 }, false, '2 of 3 left'],
    [{ times: 3, remaining: 0, match: {}, matched: 3 }, true, 'over'],
    [{ times: null, remaining: null, match: { nth: 2 }, matched: 1 }, false, 'until disarmed'],
    [{ times: null, remaining: null, match: { nth: 2 }, matched: 2 }, true, 'over'],
  ])('of how often %j still strikes', (fault, isOver, words) => {
    expect(isSpent(fault)).toBe(isOver)
    expect(remainingInWords(fault)).toBe(words)
  })

  test('of whether it spares the page', () => {
    expect([true, false].map((dashboard) => pageInWords({ dashboard }))).toEqual([
      'this page too',
      'not this page',
    ])
  })

  test('of a script and of what it did', () => {
    expect(stepInWords({ after: 1, insert: 2 })).toBe('After request 1: insert 2 rows.')
    expect(
      stepInWords({ after: 2, insert: [{}], delete: { newest: 3 }, touch: { ids: [1, 'x'] } }),
    ).toBe('After request 2: insert 1 row, delete the 3 newest rows, touch 2 chosen rows.')
    expect(stepInWords({ after: 2, touch: { oldest: 1 } })).toBe(
      'After request 2: touch the oldest row.',
    )
    const event = { walk: 1, after: 2, inserted: [7, 8], deleted: [], touched: [1], error: null }
    expect(eventInWords(event)).toBe('Walk 1, after request 2: 2 inserted, 1 touched.')
    expect(eventInWords({ ...event, inserted: [], touched: [] })).toBe(
      'Walk 1, after request 2: nothing to change.',
    )
    expect(eventInWords({ ...event, error: 'it is full' })).toBe(
      'Walk 1, after request 2: it is full.',
    )
  })
})

describe('presets', () => {
  const presets = presetGroups.flatMap((group) => group.presets)

  test.each(presets)('$name is a fault that the mock takes', ({ fault, name }) => {
    expect(Fault.safeParse({ ...fault, note: name }).error).toBeUndefined()
  })

  test('reach every effect, under names of their own', () => {
    expect(new Set(presets.map(({ fault }) => fault.effect.type))).toEqual(effectTypes)
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length)
  })
})

describe('the form of a fault', () => {
  const choices = effectFields({})[0]?.options?.map(({ value }) => value) ?? []

  test('offers every effect', () => {
    expect(new Set(choices)).toEqual(effectTypes)
  })

  test.each(choices)('makes %s of its defaults', (type) => {
    const values = { 'effect.type': type }
    expect(Effect.safeParse(toJson(effectFields(values), values)['effect']).error).toBeUndefined()
  })

  test.each(['fixed', 'uniform', 'log_normal'])(
    'makes a %s delay of its defaults',
    (distribution) => {
      const values = { 'effect.type': 'delay', 'effect.distribution': distribution }
      expect(Effect.safeParse(toJson(effectFields(values), values)['effect']).error).toBeUndefined()
    },
  )

  test('forgets the fields of another effect', () => {
    expect(withoutEffect({ 'effect.type': 'slow', 'effect.status': '500', note: 'x' })).toEqual({
      'effect.type': 'slow',
      note: 'x',
    })
  })
})

describe('fields', () => {
  const fields: readonly Field[] = [
    { path: 'match.nth', label: '', kind: 'number' },
    { path: 'match.cursor', label: '', kind: 'switch' },
    { path: 'match.parameters', label: '', kind: 'pairs' },
    { path: 'headers', label: '', kind: 'headers' },
    { path: 'body', label: '', kind: 'json' },
    { path: 'editions', label: '', kind: 'choices', initial: 'a,b' },
  ]

  test('leave out what is empty', () => {
    expect(toJson(fields, { 'match.nth': ' ' })).toEqual({ editions: ['a', 'b'] })
  })

  test('become JSON by their kind', () => {
    const values = {
      'match.nth': '3',
      'match.cursor': 'true',
      'match.parameters': 'type=widget\n\npage=\nq=a=b\nbare',
      headers: 'X-A: b: c\nX-B:',
      body: '{"a":[1]}',
      editions: 'b',
    }
    expect(toJson(fields, values)).toEqual({
      match: {
        nth: 3,
        cursor: true,
        parameters: { type: 'widget', page: null, q: 'a=b', bare: null },
      },
      headers: { 'X-A': 'b: c', 'X-B': '' },
      body: { a: [1] },
      editions: ['b'],
    })
  })

  test('are emptied when they were sent, but for what was typed meanwhile', () => {
    const sent = { name: 'before', 'match.nth': '3' }
    expect(withoutSent({ ...sent, name: 'before-the', body: '{}' }, sent)).toEqual({
      name: 'before-the',
      body: '{}',
    })
  })

  test('hand on what they cannot read, for the mock to refuse', () => {
    expect(
      toJson(fields, {
        'match.nth': 'two',
        'match.cursor': 'eyJ',
        'match.parameters': '{"page":null}',
        body: 'no {json',
      }),
    ).toEqual({
      match: { nth: 'two', cursor: 'eyJ', parameters: { page: null } },
      body: 'no {json',
      editions: ['a', 'b'],
    })
  })

  test('show what is said of them, and of what is within them', () => {
    const errors = [
      { path: 'match.nth', message: 'a' },
      { path: 'match.parameters.type', message: 'b' },
      { path: 'body[0].id', message: 'e' },
      { path: 'match', message: 'c' },
      { path: '', message: 'd' },
    ]
    expect(fields.map((field) => errorsOf(field, errors).map(({ message }) => message))).toEqual([
      ['a'],
      [],
      ['b'],
      [],
      ['e'],
      [],
    ])
    expect(otherErrors(fields, errors).map(({ message }) => message)).toEqual(['c', 'd'])
  })
})

test('a call for a shell quotes what it sends, and has no token', () => {
  expect(
    toCurl('http://mock', { method: 'POST', path: '/faults', user: 7, body: { note: "it's" } }),
  ).toBe(
    `curl -sS -X POST 'http://mock/__admin/faults?user=7' -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' -d '{"note":"it'\\''s"}'`,
  )
  expect(toCurl('http://mock', { method: 'DELETE', path: '/script' })).toBe(
    `curl -sS -X DELETE 'http://mock/__admin/script' -H "Authorization: Bearer $ADMIN"`,
  )
})

test('scripts in one click are scripts', () => {
  for (const { script } of scriptPresets) expect(Script.safeParse(script).error).toBeUndefined()
})
