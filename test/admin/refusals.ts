// Tests tables of calls that the mock must refuse. A refusal names the field and the fix, and
// changes nothing.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { ErrorBody } from '../../src/admin/failure.ts'
import { type Mock, type Options, startMock } from '../../src/index.ts'
import { type Call, call } from './calls.ts'

/** `path`: null when the problem is not in a field, and empty when it is the whole body. */
export type Refused = readonly [
  what: string,
  asked: Call,
  status: number,
  path: string | null,
  says: string | RegExp,
]

/** Starts a mock for the tests of a file, with one of each thing that a call could change. */
export function startFilled(options: Options = {}): () => Mock {
  let mock: Mock | undefined
  beforeAll(async () => {
    mock = await startMock({ dataset: 'ties', adminToken: 'the-admin-token', ...options })
    await mock.clock.freeze('2025-03-01T12:00:00Z')
    await mock.createUser({ name: 'Made', editions: ['combined'], dataset: { generate: 3 } })
    await mock.faults.arm({ match: { path: '/never' }, effect: { type: 'reset' } })
    await mock.snapshot.save('kept')
    await mock.script.run({ match: { correlation: 'never' }, steps: [{ after: 1, insert: 1 }] })
  })
  afterAll(() => mock?.close())
  return () => {
    if (!mock) throw new Error('the mock has not been started')
    return mock
  }
}

/** The id of the user that startFilled() creates. */
export const MADE = 1000

export function testRefusals(mock: () => Mock, table: readonly Refused[]): void {
  test.each(table.map((refused) => [refused[0], refused] as const))(
    'refuses %s',
    async (_what, refused) => expectRefused(mock(), refused),
  )
}

export async function expectRefused(
  mock: Mock,
  [, asked, status, path, says]: Refused,
): Promise<void> {
  const before = await stateOf(mock)
  const answer = await call(mock, asked)
  const { message, errors } = ErrorBody.parse(answer.body)
  expect({ status: answer.status, path: errors[0]?.path ?? null, message }).toEqual({
    status,
    path,
    message: typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
  })
  expect(await stateOf(mock)).toEqual(before)
}

const PARTS = [
  '/dataset',
  `/dataset?user=${MADE}`,
  '/users',
  '/faults',
  '/replies',
  '/snapshots',
  '/script',
  '/traffic',
  '/clock',
  `/clock?user=${MADE}`,
]

/** Everything that a call could change, as texts. */
export const stateOf = (mock: Mock): Promise<string[]> =>
  Promise.all(PARTS.map(async (part) => (await call(mock, { path: `/__admin${part}` })).text))

export const get = (path: string): Call => ({ path: `/__admin${path}` })
export const post = (path: string, body?: unknown): Call => ({
  method: 'POST',
  path: `/__admin${path}`,
  body,
})
export const put = (path: string, body?: unknown): Call => ({
  method: 'PUT',
  path: `/__admin${path}`,
  body,
})
export const patch = (path: string, body?: unknown): Call => ({
  method: 'PATCH',
  path: `/__admin${path}`,
  body,
})
export const del = (path: string): Call => ({ method: 'DELETE', path: `/__admin${path}` })

/** The refusals of every route with `?user=`: a wrong user, an unknown name, a name given twice. */
export const userRefusals = (method: string, path: string, body?: unknown): Refused[] => [
  [
    `${method} ${path} of an unknown user`,
    { method, path: `/__admin${path}?user=99999`, body },
    404,
    null,
    'there is no user 99999; see GET /__admin/users',
  ],
  [
    `${method} ${path} of a user that is no number`,
    { method, path: `/__admin${path}?user=one`, body },
    422,
    'user',
    'must be a whole number from 1 to',
  ],
  [
    `${method} ${path} of user 2^53`,
    { method, path: `/__admin${path}?user=9007199254740992`, body },
    422,
    'user',
    'must be a whole number from 1 to',
  ],
  [
    `${method} ${path} of two users`,
    { method, path: `/__admin${path}?user=1&user=2`, body },
    422,
    'user',
    'is given 2 times; give it once',
  ],
  [
    `${method} ${path} with an unknown name`,
    { method, path: `/__admin${path}?users=1`, body },
    422,
    'users',
    'is not known here; remove or correct it',
  ],
  [
    `${method} ${path} with a prototype's name`,
    { method, path: `/__admin${path}?__proto__=1`, body },
    422,
    '__proto__',
    'is not known here',
  ],
]
