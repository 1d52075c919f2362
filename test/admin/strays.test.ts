import { Agent } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, type MockUser, startMock } from '../../src/index.ts'
import { ask } from '../walking.ts'

let mock: Mock
beforeEach(async () => {
  mock = await startMock({ port: 0 })
})
afterEach(() => mock.close())

describe('a later page without a key', () => {
  test('counts for the user whose client used the connection', async () => {
    const [guilty, other] = await createUsers()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    await fetchOver(agent, '', guilty.token())
    await fetchFirst(other)
    await fetchOver(agent, '?page=2')
    agent.destroy()
    expect([await rulesOf(guilty), await rulesOf(other)]).toEqual([['token-lost'], []])
  })

  test('counts for the only user who did not go on to it', async () => {
    const [guilty, other] = await createUsers()
    await fetchFirst(guilty)
    await fetchFirst(other)
    await fetchPage('?page=2', other.token())
    await fetchPage('?page=2')
    expect([await rulesOf(guilty), await rulesOf(other)]).toEqual([['token-lost'], []])
  })

  test('counts for nobody when clients of two users could have sent it', async () => {
    const [one, other] = await createUsers()
    await fetchFirst(one)
    await fetchFirst(other)
    await fetchPage('?page=2')
    expect([await rulesOf(one), await rulesOf(other)]).toEqual([[], []])
  })
})

const createUsers = async (): Promise<[MockUser, MockUser]> => [
  await createUser(),
  await createUser(),
]

const createUser = (): Promise<MockUser> =>
  mock.createUser({ editions: ['nicecall'], dataset: { generate: 30 } })

const rulesOf = async (user: MockUser): Promise<string[]> =>
  (await user.findings()).map(({ rule }) => rule)

const fetchFirst = (user: MockUser): Promise<void> => fetchPage('', user.token())

/** Requests the list over a new connection; without a token, the header names none. */
async function fetchPage(query: string, token?: string): Promise<void> {
  const agent = new Agent()
  await fetchOver(agent, query, token)
  agent.destroy()
}

async function fetchOver(agent: Agent, query: string, token = ''): Promise<void> {
  await ask({ url: mock.url, token, query, agent })
}
