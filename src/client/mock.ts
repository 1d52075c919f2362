// The handles of a running mock and of its users.

import { compareEditions } from '../comparison/compare-editions.ts'
import { quoteValue } from '../problems/problems.ts'
import type { MockToken } from '../server/mock-tokens.ts'
import { type Incoming, requestDirectly } from '../transport/direct.ts'
import { createControl } from './control.ts'
import { createHttp, type Http } from './http.ts'
import { AdminError } from './admin-error.ts'
import { requireToken, THE_MOCK } from './tokens.ts'
import type { Mock, MockUser } from './handles.ts'
import type { UserRecord } from './wire.ts'

type MockOptions = {
  readonly url: string
  readonly adminToken: string
  readonly tokens: readonly MockToken[]
  /** close() calls it after it has ended the live streams. */
  readonly stop?: () => Promise<void>
}

const NOT_FOUND = 404

/**
 * Connects to a mock that runs elsewhere: in another process, container or worker. Rejects with an
 * AdminError.
 *
 *     const mock = await connect('http://localhost:4080', 'the-admin-token')
 */
export async function connect(url: string, adminToken: string): Promise<Mock> {
  const origin = requireUrl(url)
  requireAdminToken(adminToken)
  return createMock({
    url: origin,
    adminToken,
    tokens: await readTokens(createHttp(origin, adminToken, requestDirectly)),
  })
}

/** The type is unknown, because JavaScript callers and unset variables can pass any value. */
function requireUrl(given: unknown): string {
  const text = given instanceof URL ? given.href : given
  if (typeof text !== 'string' || text.trim() === '')
    throw new AdminError(
      'connect() needs the URL of a mock, such as http://localhost:4080; is CONVERSATIONS_MOCK_URL set?',
      {},
    )
  const url = text.trim().replace(/(?<![:/])\/+$/, '')
  if (!/^https?:\/\//i.test(url))
    throw new AdminError(
      `connect() needs a URL that begins with http:// or https://, such as http://localhost:4080, not ${quoteValue(url)}`,
      {},
    )
  if (!URL.canParse(url) || /[?#]/.test(url))
    throw new AdminError(
      `connect() needs the origin of a mock, such as http://localhost:4080, not ${quoteValue(url)}`,
      {},
    )
  return url
}

function requireAdminToken(given: unknown): void {
  if (typeof given === 'string' && given.trim() !== '') return
  throw new AdminError(
    'connect() needs the admin token that the mock printed; is CONVERSATIONS_MOCK_ADMIN_TOKEN set?',
    {},
  )
}

/** Makes the handle without a call to the mock. */
export function createMock({ url, adminToken, tokens: initial, stop }: MockOptions): Mock {
  const http = createHttp(url, adminToken, requestDirectly)
  const ending = new AbortController()
  const control = createControl({ http, url, user: undefined, closing: ending.signal })
  const toUser = (record: UserRecord): MockUser =>
    createUserHandle({ record, url, http, closing: ending.signal })
  let tokens = initial
  let isReplaced = false

  const close = async (): Promise<void> => {
    ending.abort()
    await stop?.()
  }

  return {
    ...control,
    url,
    adminToken,
    get tokens() {
      return tokens
    },
    token: (wanted) => requireToken(tokens, wanted, THE_MOCK),
    compareEditions: async (options) =>
      compareEditions({ url, tokenForPage: requireToken(tokens, undefined, THE_MOCK) }, options),
    status: () => http.call('GET', '/status'),
    async reset(parts) {
      await control.reset(parts)
      if (!isReplaced || (parts && !parts.includes('state'))) return
      tokens = await readTokens(http)
      isReplaced = false
    },
    dataset: {
      ...control.dataset,
      async replace(dataset) {
        const replaced = await control.dataset.replace(dataset)
        isReplaced = true
        tokens = await readTokens(http)
        return replaced
      },
    },
    createUser: async (options = {}) =>
      toUser(await http.call<UserRecord>('POST', '/users', { body: options })),
    users: {
      list: async () => (await readUsers(http)).map(toUser),
      async find(id) {
        const record = await http.find<UserRecord>(`/users/${id}`)
        return record && toUser(record)
      },
      balance: async (id) => (await http.find<UserRecord>(`/users/${id}`))?.total_balance,
      setBalance: (id, amount) => setBalance(http, id, amount),
      delete: (id) => http.call('DELETE', `/users/${id}`),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

type UserOptions = {
  readonly record: UserRecord
  readonly url: string
  readonly http: Http<Incoming>
  readonly closing: AbortSignal
}

function createUserHandle({
  record: { id, name, tokens },
  url,
  http,
  closing,
}: UserOptions): MockUser {
  const remove = (): Promise<void> => http.call('DELETE', `/users/${id}`)
  return {
    ...createControl({ http, url, user: id, closing }),
    id,
    name,
    url,
    tokens,
    token: (wanted) => requireToken(tokens, wanted, `user ${id}`),
    compareEditions: async (options) =>
      compareEditions(
        { url, tokenForPage: requireToken(tokens, undefined, `user ${id}`) },
        options,
      ),
    balance: async () => (await http.call<UserRecord>('GET', `/users/${id}`)).total_balance,
    setBalance: (amount) => setBalance(http, id, amount),
    delete: remove,
    async [Symbol.asyncDispose]() {
      await remove().catch((error: unknown) => {
        if (!(error instanceof AdminError && error.status === NOT_FOUND)) throw error
      })
    },
  }
}

const setBalance = async (
  http: Http<Incoming>,
  id: number,
  total_balance: number,
): Promise<number> =>
  (await http.call<UserRecord>('PATCH', `/users/${id}`, { body: { total_balance } })).total_balance

const readUsers = async (http: Http<Incoming>): Promise<UserRecord[]> =>
  (await http.call<{ users: UserRecord[] }>('GET', '/users')).users

/** The tokens of the users that came with the dataset. */
const readTokens = async (http: Http<Incoming>): Promise<MockToken[]> =>
  (await readUsers(http)).filter(({ is_created }) => !is_created).flatMap(({ tokens }) => tokens)
