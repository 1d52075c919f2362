import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FindingsError } from '../../src/client/findings-error.ts'
import { AdminError, connect, type Mock, type MockUser, startMock } from '../../src/index.ts'
import { ask } from './asking.ts'

let mock: Mock
let user: MockUser

beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
})
beforeEach(async () => {
  await mock.reset()
  user = await mock.createUser({ dataset: { fixture: 'thirty' } })
  return () => user.delete()
})
afterAll(() => mock.close())

const get = (query: string, holder: Mock | MockUser = user) =>
  ask(mock.url, holder.token('combined'), query)

/** Makes a mistake that the judge reports as an error. */
const loseFilters = async (holder?: Mock | MockUser) => [
  await get('?per_page=5', holder),
  await get('?page=2', holder),
]

/** Makes a mistake that the judge reports as a warning. */
const sendUnknown = (holder?: Mock | MockUser) => get('?status=open', holder)

/** Makes a mistake that the judge reports as a note. */
const lookThrice = async (holder?: Mock | MockUser) => [
  await get('', holder),
  await get('', holder),
  await get('', holder),
]

const rulesOf = (findings: readonly { rule: string }[]): string[] =>
  findings.map(({ rule }) => rule)

const rejection = async (promise: Promise<void>): Promise<FindingsError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof FindingsError) return error
  throw new Error('it did not reject with findings', { cause: error })
}

describe('walks()', () => {
  beforeEach(async () => {
    await get('?per_page=15&page=1')
    await get('?per_page=15&page=2')
    await get('?type=widget&per_page=1')
    await get('', mock)
  })

  test('are those of a user, or of all, the newest first', async () => {
    expect((await user.walks()).map(({ verdict, requests }) => [verdict, requests])).toEqual([
      ['single_page', 1],
      ['complete', 2],
    ])
    expect((await mock.walks()).map((walk) => walk.user)).toEqual([1, user.id, user.id])
  })

  test('are found by verdict, name, token and number', async () => {
    expect(await user.walks({ verdict: 'complete' })).toHaveLength(1)
    expect(await user.walks({ name: 'nobody' })).toEqual([])
    expect(await mock.walks({ limit: 1 })).toHaveLength(1)
    expect(await mock.walks({ token: 4 })).toMatchObject([{ user: 1 }])
    expect(await mock.walks({ token: 3 })).toEqual([])
  })

  test('are open as long as they may go on, when asked for so', async () => {
    expect((await user.walks({ live: true })).map(({ verdict }) => verdict)).toEqual([
      'open',
      'complete',
    ])
    expect(await user.walks({ live: false, verdict: 'open' })).toEqual([])
  })
})

describe('findings() and report()', () => {
  beforeEach(async () => {
    await loseFilters()
    await sendUnknown(mock)
  })

  test('are those of a user, or of all', async () => {
    expect(rulesOf(await user.findings())).toEqual(['filters-lost'])
    expect(rulesOf(await mock.findings())).toEqual(['filters-lost', 'undocumented-parameter'])
    expect(await user.report()).toMatchObject({
      judged: true,
      requests: 2,
      counts: { error: 1, warning: 0, note: 0, silenced: 0 },
    })
    expect(await mock.report()).toMatchObject({ requests: 3, counts: { error: 1, warning: 1 } })
  })

  test('are found by rule, level, token and time', async () => {
    expect(rulesOf(await mock.findings({ rule: 'undocumented-parameter' }))).toEqual([
      'undocumented-parameter',
    ])
    expect(rulesOf(await mock.findings({ level: 'error' }))).toEqual(['filters-lost'])
    expect(rulesOf(await mock.findings({ token: 4 }))).toEqual(['undocumented-parameter'])
    expect(rulesOf((await mock.report({ level: 'error' })).findings)).toEqual(['filters-lost'])
    await get('?per_page=4&page=1')
    await get('?per_page=4&page=2')
    await get('?per_page=4&page=3')
    expect(rulesOf(await user.findings({ rule: 'stopped-early' }))).toEqual(['stopped-early'])
    expect(rulesOf(await user.findings({ rule: 'stopped-early', live: true }))).toEqual([])
  })

  test('are the same over a connection from elsewhere', async () => {
    const connected = await connect(mock.url, mock.adminToken)
    expect(await connected.report()).toEqual(await mock.report())
    await connected.close()
  })
})

describe('silence()', () => {
  test('takes findings away, but not out of the report', async () => {
    await loseFilters()
    await user.silence('filters-lost', 'known since May')
    expect(await user.findings()).toEqual([])
    expect(await user.report()).toMatchObject({
      counts: { error: 0, silenced: 1 },
      findings: [{ silenced: 'known since May' }],
    })
    await user.unsilence('filters-lost')
    expect(rulesOf(await user.findings())).toEqual(['filters-lost'])
  })

  test('of a user is none of the others', async () => {
    await loseFilters()
    await loseFilters(mock)
    await user.silence('filters-lost', 'known')
    expect((await mock.findings()).map((finding) => finding.user)).toEqual([1])
  })

  test('of the whole run is that of all', async () => {
    await loseFilters()
    await mock.silence('filters-lost', 'known')
    expect([await mock.findings(), await user.findings()]).toEqual([[], []])
    await mock.unsilence('filters-lost')
    expect(await user.findings()).toHaveLength(1)
  })

  test('cannot be taken back where it was not said', async () => {
    await expect(user.unsilence('filters-lost')).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('filters-lost'),
    })
    await mock.silence('filters-lost', 'known')
    await expect(user.unsilence('filters-lost')).rejects.toThrow(AdminError)
    await mock.unsilence('filters-lost')
  })

  test('needs a reason', async () => {
    await expect(user.silence('filters-lost', ' ')).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('reason'),
    })
  })
})

describe('expectClean()', () => {
  test('rejects for a list that was never requested where that is asked for', async () => {
    await user.expectClean()
    expect((await rejection(user.expectClean({ requireRequests: true }))).message).toBe(
      'nothing was judged, because no list was requested',
    )
    await get('?per_page=100')
    await user.expectClean({ requireRequests: true })
  })

  test('resolves where nobody asked, and where all is well', async () => {
    await expect(user.expectClean()).resolves.toBeUndefined()
    await get('?page=1')
    await get('?page=2')
    await expect(user.expectClean({ level: 'note' })).resolves.toBeUndefined()
    await expect(mock.expectClean({ level: 'note' })).resolves.toBeUndefined()
  })

  test('rejects with the report in words', async () => {
    await loseFilters()
    const error = await rejection(user.expectClean())
    expect(error.report).toEqual(await user.report())
    expect(error.name).toBe('FindingsError')
    expect(error.message).toContain('filters-lost')
    expect(error.message).toContain('page 2 was requested without per_page=5; page 1 (request #')
    expect(error.message).toContain(error.report.findings[0]?.fix)
    expect(error.message).toContain(`${mock.url}/docs/rules#filters-lost`)
    expect(error.message).not.toContain('\u001b')
  })

  test.each([
    ['an error', loseFilters, ['error', 'warning', 'note']],
    ['a warning', sendUnknown, ['warning', 'note']],
    ['a note', lookThrice, ['note']],
  ] as const)('rejects %s at its level and below', async (_what, make, failing) => {
    await make()
    for (const level of ['error', 'warning', 'note'] as const) {
      const error = await user.expectClean({ level }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect([level, error instanceof FindingsError]).toEqual([
        level,
        failing.some((one) => one === level),
      ])
    }
  })

  test('takes warnings as failures and notes as none if nothing is said', async () => {
    await lookThrice()
    await expect(user.expectClean()).resolves.toBeUndefined()
    await sendUnknown()
    await expect(user.expectClean()).rejects.toThrow(FindingsError)
  })

  test('lets pass what may go on, when asked to', async () => {
    for (const number of [1, 2, 3, 4]) await get(`?per_page=4&page=${number}`)
    await expect(user.expectClean({ live: true })).resolves.toBeUndefined()
    await expect(user.expectClean()).rejects.toThrow('stopped-early')
  })

  test('looks at one rule or one token, when asked to', async () => {
    await loseFilters()
    await expect(user.expectClean({ rule: 'stopped-early' })).resolves.toBeUndefined()
    await expect(mock.expectClean({ token: 4 })).resolves.toBeUndefined()
    await expect(mock.expectClean({ rule: 'filters-lost' })).rejects.toThrow(FindingsError)
  })

  test('is none of what other users did', async () => {
    await loseFilters(mock)
    await expect(user.expectClean({ level: 'note' })).resolves.toBeUndefined()
    await expect(mock.expectClean()).rejects.toThrow('filters-lost')
  })

  test('lets pass what is silent', async () => {
    await loseFilters()
    await user.silence('filters-lost', 'known')
    await expect(user.expectClean({ level: 'note' })).resolves.toBeUndefined()
    await sendUnknown()
    expect((await rejection(user.expectClean())).message).toContain('silenced filters-lost: known')
  })

  test.each([{ judge: false }, { journal: 0 }])(
    'rejects where nobody knows: %j',
    async (options) => {
      await using own = await startMock({ dataset: 'one', ...options })
      await expect(own.expectClean()).rejects.toMatchObject({
        name: 'AdminError',
        message: expect.stringContaining('judging is turned off'),
      })
      await expect(own.walks()).rejects.toMatchObject({ status: 409 })
      expect(await own.findings()).toEqual([])
    },
  )
})
