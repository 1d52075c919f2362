// Starts mocks with walks of clients, and reads the judge's reports from the admin API.

import * as z from 'zod'
import { Report } from '../../src/judge/schemas.ts'
import { Walk } from '../../src/judge/walk-schemas.ts'
import { type Mock, type MockUser, type Options, startMock } from '../../src/index.ts'
import { type Answered, ask, toPage } from '../walking.ts'
import { call } from './calls.ts'
import { get } from './refusals.ts'

const WalkList = z.object({ total: z.int(), walks: z.array(Walk) })

export const listWalks = async (mock: Mock, query = ''): Promise<z.infer<typeof WalkList>> =>
  WalkList.parse((await call(mock, get(`/walks${query}`))).body)

export const walkIds = async (mock: Mock, query = ''): Promise<number[]> =>
  (await listWalks(mock, query)).walks.map(({ id }) => id)

export const reportOf = async (mock: Mock, query = ''): Promise<Report> =>
  Report.parse((await call(mock, get(`/findings${query}`))).body)

export const findingIds = async (mock: Mock, query = ''): Promise<string[]> =>
  (await reportOf(mock, query)).findings.map(({ id }) => id)

export const NOON = '2025-03-01T12:00:00.000Z'

/** A mock with thirty rows and a clock that stands still at noon. */
export async function startStill(options: Options = {}): Promise<Mock> {
  const mock = await startMock({ dataset: 'thirty', ...options })
  await mock.clock.freeze(NOON)
  return mock
}

export const page = (
  mock: Mock,
  query: string,
  token = mock.token('combined'),
): Promise<Answered> => ask({ url: mock.url, token, query })

/** A mock and its second user. Disposing it closes the mock. */
export type Judged = AsyncDisposable & { readonly mock: Mock; readonly user: MockUser }

/**
 * A mock with requests 1 to 9. The walks are 1 (complete, named), 4 (one page), 5 (truncated), 7
 * (without a user) and 8 (filters lost).
 */
export async function startWalked(): Promise<Judged> {
  const mock = await startStill()
  const user = await mock.createUser({ dataset: { fixture: 'thirty' } })
  for (const number of [1, 2, 3]) {
    await ask({
      url: mock.url,
      token: mock.token('combined'),
      query: `?per_page=10&page=${number}`,
      headers: { 'X-Mock-Walk': 'nightly' },
    })
    await mock.clock.advance(1)
  }
  await page(mock, '?type=widget&per_page=1')
  const { next_cursor: cursor } = toPage(await page(mock, '?per_page=10', user.token('autocalls')))
  await page(mock, `?per_page=10&cursor=${cursor}`, user.token('autocalls'))
  await page(mock, '', 'nonsense')
  await page(mock, '?per_page=5', user.token('nicecall'))
  await page(mock, '?page=2', user.token('nicecall'))
  return { mock, user, [Symbol.asyncDispose]: () => mock.close() }
}

/** The ids of the findings after startFound(). */
export const FOUND = [
  'filters-lost-1',
  'token-in-url-8',
  'undocumented-parameter-3',
  'never-paged-5',
]

/** A mock with eight requests. 5 to 7 are from the second user, 8 is without a user. */
export async function startFound(options: Options = {}): Promise<Judged> {
  const mock = await startStill(options)
  const user = await mock.createUser({ dataset: { fixture: 'thirty' } })
  await page(mock, '?per_page=5')
  await page(mock, '?page=2')
  await page(mock, '?status=open')
  await page(mock, '?status=open&page=2')
  for (let n = 0; n < 3; n++) await page(mock, '', user.token('autocalls'))
  await page(mock, '?api_key=s3cret', 'nonsense')
  return { mock, user, [Symbol.asyncDispose]: () => mock.close() }
}
