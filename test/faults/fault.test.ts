import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/faults/fault.ts'

describe('what a fault may be', () => {
  test.each<[object, object?]>([
    [{ type: 'status', status: 200 }],
    [
      {
        type: 'status',
        status: 599,
        body: { a: [1, null] },
        content_type: 'application/problem+json',
        headers: { 'X-Any': 'thing' },
      },
    ],
    [{ type: 'status', status: 502, body: 'Bad Gateway' }],
    [{ type: 'delay', milliseconds: 0 }],
    [{ type: 'delay', distribution: 'fixed', milliseconds: 60_000 }],
    [{ type: 'delay', distribution: 'uniform', min: 1, max: 1 }],
    [{ type: 'delay', distribution: 'log_normal', median: 90, sigma: 0.4 }],
    [{ type: 'rate_limit' }, { type: 'rate_limit', retry_after: 60, form: 'seconds', limit: 60 }],
    [{ type: 'reset' }],
    [{ type: 'empty' }],
    [{ type: 'truncate', bytes: 0 }],
    [{ type: 'malformed' }],
    [{ type: 'slow', bytes_per_second: 1 }],
    [
      { type: 'expired_cursor' },
      { type: 'expired_cursor', status: 422, message: 'The cursor has expired.' },
    ],
    [{ type: 'repeat_cursor' }],
    [{ type: 'short_page' }],
    [{ type: 'empty_page' }],
    [{ type: 'count_drift' }, { type: 'count_drift', by: 1 }],
    [{ type: 'duplicate_row' }],
    [{ type: 'maintenance' }, { type: 'maintenance', retry_after: 60 }],
  ])('takes %j', (effect, parsed = effect) => {
    expect(Fault.parse({ effect })).toEqual({ effect: parsed })
  })

  test('takes everything that a match can say', () => {
    const match = {
      token: 1,
      method: 'GET',
      path: '/api/user/conversations',
      parameters: { type: 'widget', date_from: null },
      cursor: true,
      page: 2,
      paginator: 'page',
      probability: 0.5,
    }
    const fault = {
      user: 3,
      match,
      times: 2,
      seed: 7,
      dashboard: true,
      effect: { type: 'reset' },
      note: 'flaky',
    }
    expect(Fault.parse(fault)).toEqual(fault)
  })
})

/** The path and the message of the first error. */
function firstError(fault: unknown): string {
  const [issue] = Fault.safeParse(fault).error?.issues ?? []
  return issue === undefined ? 'none' : `${issue.path.join('.')}: ${issue.message}`
}

const reset = { type: 'reset' }

describe('what a fault may not be', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field', { effect: reset, when: 1 }, ': Unrecognized key: "when"'],
    ['no effect', {}, 'effect: '],
    ['an unknown effect', { effect: { type: 'explode' } }, 'effect.type: '],
    [
      'a field of another effect',
      { effect: { type: 'reset', status: 500 } },
      'effect: Unrecognized key: "status"',
    ],
    ['a status below 200', { effect: { type: 'status', status: 199 } }, 'effect.status: '],
    ['a status above 599', { effect: { type: 'status', status: 600 } }, 'effect.status: '],
    [
      'a body that is too long',
      { effect: { type: 'status', status: 500, body: 'x'.repeat(100_001) } },
      'effect.body: must be a text or a JSON value of',
    ],
    [
      'a JSON body that is too long',
      { effect: { type: 'status', status: 500, body: ['x'.repeat(99_997)] } },
      'effect.body: must be a text',
    ],
    [
      'a body that is no JSON',
      { effect: { type: 'status', status: 500, body: 1n } },
      'effect.body: must be a text or a JSON value of',
    ],
    [
      'a header of the connection',
      { effect: { type: 'status', status: 500, headers: { 'Content-Length': '1' } } },
      'effect.headers.Content-Length: ',
    ],
    [
      'a header of two lines',
      { effect: { type: 'status', status: 500, headers: { A: 'b\r\nC: d' } } },
      'effect.headers.A: must be at most 1000',
    ],
    [
      'a name that is no header',
      { effect: { type: 'status', status: 500, headers: { 'A b': 'c' } } },
      'effect.headers.A b: ',
    ],
    [
      'a delay above a minute',
      { effect: { type: 'delay', milliseconds: 60_001 } },
      'effect.milliseconds: ',
    ],
    [
      'two delays',
      { effect: { type: 'delay', milliseconds: 1, min: 1 } },
      'effect: Unrecognized key: "min"',
    ],
    [
      'an unknown distribution',
      { effect: { type: 'delay', distribution: 'normal' } },
      'effect.distribution: ',
    ],
    [
      'min above max',
      { effect: { type: 'delay', distribution: 'uniform', min: 2, max: 1 } },
      'effect.min: must not be above max',
    ],
    ['no drift', { effect: { type: 'count_drift', by: 0 } }, 'effect.by: must not be 0'],
    [
      'another status for a cursor',
      { effect: { type: 'expired_cursor', status: 500 } },
      'effect.status: ',
    ],
    [
      'a speed of 0',
      { effect: { type: 'slow', bytes_per_second: 0 } },
      'effect.bytes_per_second: ',
    ],
    [
      'a day and a second',
      { effect: { type: 'rate_limit', retry_after: 86_401 } },
      'effect.retry_after: ',
    ],
    ['never', { effect: reset, times: 0 }, 'times: '],
    ['a user 0', { effect: reset, user: 0 }, 'user: '],
    ['a seed of text', { effect: reset, seed: '1' }, 'seed: '],
    [
      'a dashboard in words',
      { effect: reset, dashboard: 'yes' },
      'dashboard: must be true or false',
    ],
    ['a long note', { effect: reset, note: 'x'.repeat(201) }, 'note: '],
    [
      'nth and every',
      { effect: reset, match: { nth: 1, every: 2 } },
      'match.every: cannot go together with nth; give one of them',
    ],
    [
      'every and probability',
      { effect: reset, match: { every: 2, probability: 1 } },
      'match.probability: cannot go together with every',
    ],
    [
      'a probability above 1',
      { effect: reset, match: { probability: 1.1 } },
      'match.probability: ',
    ],
    [
      'a method in small letters',
      { effect: reset, match: { method: 'get' } },
      'match.method: must be a method in capitals',
    ],
    [
      'a relative path',
      { effect: reset, match: { path: 'api' } },
      'match.path: must begin with a slash',
    ],
    [
      'a parameter that never is',
      { effect: reset, match: { parameters: { type: '' } } },
      'match.parameters.type: must be a text, or null',
    ],
    [
      'a cursor 1',
      { effect: reset, match: { cursor: 1 } },
      'match.cursor: must be true, false or the text of a cursor',
    ],
  ])('%s', (_, fault, error) => {
    expect(firstError(fault)).toContain(error)
  })
})
