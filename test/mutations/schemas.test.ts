import { describe, expect, test } from 'vitest'
import { Script, Selection, TrafficOptions } from '../../src/mutations/schemas.ts'

const script = (step: object): object => ({ steps: [{ after: 1, ...step }] })
const rows = (count: number) => Array.from({ length: count }, () => ({}))

/**
 * The path and the reason of a refusal. In a union, the first problem of the closest member counts.
 */
const refusalOf = (
  schema: typeof Script | typeof Selection | typeof TrafficOptions,
  value: unknown,
): string | undefined => {
  const issue = schema.safeParse(value).error?.issues[0]
  return issue && `${issue.path.join('.')} ${issue.message}`.trim()
}

describe('a script', () => {
  test('runs once unless it says otherwise', () => {
    expect(Script.parse(script({ insert: 3 }))).toEqual({
      times: 1,
      steps: [{ after: 1, insert: 3 }],
    })
  })

  test.each([
    script({ insert: 1000 }),
    script({ insert: [{ type: 'api', variables: { a: [1] } }, {}] }),
    script({ delete: { newest: 1000 }, touch: { oldest: 1 } }),
    script({ delete: { ids: [1, 'uuid'] } }),
    { match: {}, times: 5, steps: [{ after: 100_000, insert: 1 }] },
    {
      match: { token: 3, correlation: 'w' },
      steps: Array.from({ length: 100 }, () => ({ after: 1, insert: 1 })),
    },
  ])('may be %j', (value) => {
    expect(refusalOf(Script, value)).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['without steps', { steps: [] }],
    [
      'with too many steps',
      { steps: Array.from({ length: 101 }, () => ({ after: 1, insert: 1 })) },
    ],
    ['with a step that does nothing', script({})],
    ['with a step before the first request', script({ after: 0, insert: 1 })],
    ['with a step too late', script({ after: 100_001, insert: 1 })],
    ['that inserts nothing', script({ insert: 0 })],
    ['that inserts part of a row', script({ insert: 1.5 })],
    ['that inserts too many', script({ insert: 1001 })],
    ['that inserts no rows', script({ insert: [] })],
    ['that inserts too many rows', script({ insert: rows(1001) })],
    ['that inserts what is no row', script({ insert: [{ shoe_size: 44 }] })],
    ['that deletes too many', script({ delete: { newest: 1001 } })],
    ['that deletes all', script({ delete: 'all' })],
    ['with unknown fields', { ...script({ insert: 1 }), repeat: true }],
    ['with unknown fields in a step', script({ insert: 1, update: { newest: 1 } })],
    ['for no walk', { ...script({ insert: 1 }), times: 0 }],
    ['for a token that is no id', { ...script({ insert: 1 }), match: { token: 'key' } }],
    ['for a walk without a name', { ...script({ insert: 1 }), match: { correlation: '' } }],
  ])('is refused %s', (_, value) => {
    expect(refusalOf(Script, value)).toBeDefined()
  })
})

describe('a selection', () => {
  test.each([
    [{}, 'must have exactly one of newest, oldest, ids'],
    [{ newest: 1, oldest: 1 }, 'must have exactly one of newest, oldest, ids'],
    [{ ids: [] }, 'ids Too small: expected array to have >=1 items'],
    [{ ids: [1, {}] }, 'ids.1 must be the id or the uuid of a conversation'],
    [{ newest: '1' }, 'newest Invalid input: expected number, received string'],
  ])('%j is refused: %s', (value, refusal) => {
    expect(refusalOf(Selection, value)).toBe(refusal)
  })
})

describe('traffic', () => {
  test('stops after 10,000 rows unless it says otherwise', () => {
    expect(TrafficOptions.parse({ per_second: 0.01 })).toEqual({ per_second: 0.01, limit: 10_000 })
  })

  test.each([
    {},
    { per_second: 0 },
    { per_second: 1001 },
    { per_second: 1, limit: 0 },
    { per_second: 1, limit: 1_000_001 },
    { per_second: 1, seed: -1 },
    { per_second: 1, draft: { uuid: 'the same for all' } },
    { per_second: 1, draft: { id: 1 } },
    { per_second: 1, burst: 5 },
  ])('is refused as %j', (value) => {
    expect(refusalOf(TrafficOptions, value)).toBeDefined()
  })
})
