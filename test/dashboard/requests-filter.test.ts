import { describe, expect, test } from 'vitest'
import type { RequestEntry } from '../../src/client/wire.ts'
import { type Filter, toTest } from '../../src/dashboard/requests/filter.ts'
import { entryOf } from './requests-entries.ts'

const shown = new Map([
  ['any', new Set([1, 2])],
  ['filters-lost', new Set([2])],
])

const passes = (filter: Filter, changes: Partial<RequestEntry>, user?: number): boolean =>
  toTest(filter, {
    user,
    showing: (rule) => shown.get(rule) ?? new Set(),
  })?.(entryOf(1, changes)) ?? true

test('needs no test when nothing is chosen', () => {
  expect(
    toTest({ status: '', text: '' }, { user: undefined, showing: () => new Set() }),
  ).toBeUndefined()
})

test.each<[string, Filter, Partial<RequestEntry>, boolean]>([
  ['a class holds its statuses', { status: '4xx' }, { status: 422 }, true],
  ['a class holds no others', { status: '4xx' }, { status: 500 }, false],
  ['a class holds no cut connection', { status: '2xx' }, { status: null }, false],
  ['cut is no status', { status: 'cut' }, { status: null }, true],
  ['cut is not a status', { status: 'cut' }, { status: 503 }, false],
  ['a number is that status', { status: '401' }, { status: 401 }, true],
  ['a number is no other status', { status: '401' }, { status: 400 }, false],
  ['nonsense finds nothing', { status: 'teapot' }, { status: 200 }, false],
  ['any fault', { fault: 'any' }, { faults: ['delay'] }, true],
  ['any fault is not none', { fault: 'any' }, {}, false],
  ['no fault', { fault: 'none' }, {}, true],
  ['no fault is not one', { fault: 'none' }, { faults: ['delay'] }, false],
  ['one of several faults', { fault: 'status' }, { faults: ['delay', 'status'] }, true],
  ['another fault', { fault: 'reset' }, { faults: ['delay'] }, false],
  ['evidence of any rule', { finding: 'any' }, { id: 1 }, true],
  ['evidence of one rule', { finding: 'filters-lost' }, { id: 2 }, true],
  ['evidence of another rule', { finding: 'filters-lost' }, { id: 1 }, false],
  ['a rule that nothing shows', { finding: 'endless-walk' }, { id: 1 }, false],
  ['clients', { from: 'clients' }, {}, true],
  ['clients without this page', { from: 'clients' }, { dashboard: true }, false],
  ['this page', { from: 'page' }, { dashboard: true }, true],
  ['this page without clients', { from: 'page' }, {}, false],
  ['a text in the path, in any case', { text: 'USER/conv' }, {}, true],
  ['a text across path and query', { text: 'conversations?type' }, { query: 'type=widget' }, true],
  [
    'a text as Laravel decoded it',
    { text: '+49 170' },
    { query: 'phone=%2B49%20170', parameters: { phone: '+49 170' } },
    true,
  ],
  ['a text in the correlation', { text: 'nightly' }, { correlation: 'Nightly export' }, true],
  [
    'a text in the curl line',
    { text: '-x delete' },
    { curl: "curl -X DELETE 'http://localhost'" },
    true,
  ],
  ['spaces around a text do not count', { text: '  conversations ' }, {}, true],
  ['a text that is nowhere', { text: 'elsewhere' }, { parameters: { type: null } }, false],
  ['all that is given', { status: '2xx', fault: 'any' }, { faults: ['delay'] }, true],
  ['not only a part of it', { status: '5xx', fault: 'any' }, { faults: ['delay'] }, false],
])('filters by %s', (_title, filter, changes, expected) => {
  expect(passes(filter, changes)).toBe(expected)
})

describe('the user', () => {
  test.each([
    [1, 1, true],
    [2, 1, false],
    [1, null, false],
    [undefined, null, true],
  ])('%s looked at, a request of %s: %s', (user, of, expected) => {
    expect(passes({}, { user: of }, user)).toBe(expected)
  })
})
