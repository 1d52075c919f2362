import { Agent } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createStrays } from '../../src/admin/strays.ts'
import { runAtOnce } from '../../src/clock/turns.ts'
import { type Mock, type MockUser, startMock } from '../../src/index.ts'
import { createJournal } from '../../src/journal/journal.ts'
import { finish } from '../finish.ts'
import { trace } from '../walks/trace.ts'
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
    await Promise.all([fetchFirst(guilty), fetchFirst(other)])
    await fetchPage('?page=2', other.token())
    await fetchPage('?page=2')
    expect([await rulesOf(guilty), await rulesOf(other)]).toEqual([['token-lost'], []])
  })

  test('counts for nobody when clients of two users could have sent it', async () => {
    const [one, other] = await createUsers()
    await Promise.all([fetchFirst(one), fetchFirst(other)])
    await setTimeout(200)
    await fetchPage('?page=2')
    expect([await rulesOf(one), await rulesOf(other)]).toEqual([[], []])
    const findings = await mock.findings({ level: 'warning' })
    expect(findings.map(({ rule, user }) => [rule, user])).toEqual([['token-lost', null]])
  })

  test('is no finding when nobody was offered it', async () => {
    await createUsers()
    await fetchPage('?page=2')
    expect(await mock.findings({ level: 'warning' })).toEqual([])
  })

  test('counts for a user whose client had read the page before', () => {
    add(1, 'p1', 0)
    add(2, 'p1*100', 0)
    add(null, 'p2!401', 50)
    expect(sendersOf()).toEqual([[3], []])
  })

  test('counts for the user who is left when the others are known', () => {
    add(1, 'p1', 0)
    add(2, 'p1', 0)
    add(null, 'p2!401', 150)
    add(null, 'p2!401', 160, 14)
    expect(sendersOf()).toEqual([[3], [4]])
  })

  test('counts for the user whose client sent the same before', () => {
    add(1, 'p1', 0)
    add(2, 'p1', 0)
    add(2, 'p2', 100)
    add(null, 'p2!401', 150)
    add(null, 'p2!401', 250)
    expect(sendersOf()).toEqual([[4, 5], []])
  })

  test('counts for the user whose wait after a failure was over', () => {
    add(1, 'p1', 0)
    add(1, 'p2!429@1', 20)
    add(2, 'p1', 200)
    add(2, 'p2', 300)
    add(null, 'p2!401', 1030)
    expect(sendersOf()).toEqual([[5], []])
  })

  test('counts for the only user who was offered it just before', () => {
    add(1, 'p1', 0)
    add(2, 'p1', 200)
    add(null, 'p2!401', 210)
    expect(sendersOf()).toEqual([[], [3]])
  })

  test('counts for a user whose list has it, where nobody was offered it', () => {
    add(1, 'p1', 0)
    add(1, 'p2*100', 20)
    add(2, 'p1?per_page=30', 0)
    add(null, 'p3!401', 30)
    expect(sendersOf()).toEqual([[4], []])
  })

  test('counts for nobody where each client of the list got it', () => {
    add(1, 'p1', 0)
    add(1, 'p2*100', 20)
    add(1, 'p3', 25)
    add(null, 'p3!401', 30)
    expect(sendersOf()).toEqual([[], []])
  })

  test('counts for the user with the same options', () => {
    add(1, 'p1?type=widget', 0)
    add(2, 'p1', 0)
    add(null, 'p2!401?type=widget', 20)
    expect(sendersOf()).toEqual([[3], []])
  })
})

const journal = createJournal({ maxEntries: 100, maxBytes: 1e6, maxCursors: 100 })
/** The id of the last request before a test. */
let before = 0
beforeEach(() => {
  runAtOnce(journal.clear())
  before = journal.lastId()
})

/** Adds a request at a time in milliseconds, over a connection of its own. */
function add(
  user: number | null,
  notation: string,
  at: number,
  connection = at + 7 * (user ?? 1),
): void {
  const [entry] = trace(notation)
  if (entry) journal.add({ ...entry, user, token: user, at, connection, origin: '' })
}

/** By user: the ids of the requests without a key that its clients sent. */
function sendersOf(): number[][] {
  const strays = createStrays({ journal, store: { users: { ids: () => [1, 2] } } })
  return [1, 2].map((user) => finish(strays.of(user)).map(({ entry }) => entry.id - before))
}

const createUsers = async (): Promise<[MockUser, MockUser]> => [
  await createUser(),
  await createUser(),
]

const createUser = (): Promise<MockUser> =>
  mock.createUser({ editions: ['nicecall'], dataset: { generate: 30 } })

/** The rules that are more than notes. */
const rulesOf = async (user: MockUser): Promise<string[]> =>
  (await user.findings({ level: 'warning' })).map(({ rule }) => rule)

/** Await several of these at once: on a busy machine half a second could lie between two of them. */
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
