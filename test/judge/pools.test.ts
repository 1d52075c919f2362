// Right clients whose requests go over pools of connections: which client gets which connection is
// chance. None may be blamed.

import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/random/random.ts'
import { judgeTrace } from './judging.ts'

const ROUNDS = 800
const RETRY_AFTER_MS = 1000

type Client = {
  /** The places that are left, in the notation of trace.ts. */
  readonly places: string[]
  readonly pool: Pool
  /** When its next request is due. */
  at: number
  failures: number
}

type Connection = { readonly letter: string; freeAt: number }
type Pool = {
  readonly connections: Connection[]
  readonly most: number
  readonly choose: Choice
  readonly isByCursor: boolean
}

/** Pools give out the connection that was used last, or first, or any. */
type Choice = (free: readonly Connection[], random: Random) => Connection | undefined
const choices: readonly Choice[] = [
  (free) => free.at(-1),
  (free) => free[0],
  (free, random) => free[random.below(free.length)],
]

test('blames no right client, however pools share connections between clients', () => {
  const random = createRandom(1)
  const blamed: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const last = 4 + random.below(4)
    const notation = simulate(clientsOf(last, random), random)
    for (const { severity, rule, message } of judgeTrace(notation, { rows: last * 15 }))
      if (severity !== 'note') blamed.push(`${notation}: ${rule.id}: ${message}`)
  }
  expect(blamed).toEqual([])
})

function clientsOf(last: number, random: Random): Client[] {
  const isShared = random.chance(50)
  const pools: Pool[] = []
  return Array.from({ length: 2 + random.below(3) }, () => {
    const known = pools[isShared ? 0 : random.below(pools.length + 1)]
    const pool = known ?? createPool(random)
    pools.push(pool)
    const at = random.below(random.chance(50) ? 20 : 600)
    return { places: placesOf(last, pool, random), pool, at, failures: 0 }
  })
}

const createPool = (random: Random): Pool => ({
  connections: [],
  most: 2 + random.below(4),
  choose: choices[random.below(choices.length)] ?? (([one]) => one),
  isByCursor: random.chance(30),
})

/** Clients read a list once or twice, or downwards, or leave early. */
function placesOf(last: number, { isByCursor }: Pool, random: Random): string[] {
  const pages = Array.from({ length: last }, (_, index) => index + 1)
  const places = pages.map((page) => (isByCursor ? `c${page - 1}` : `p${page}`))
  const [first = '', ...later] = places
  const style = random.below(8)
  if (style === 0) return [...places, ...places]
  if (style === 1 && !isByCursor) return [first, ...later.toReversed()]
  return style === 2 ? places.slice(0, 1 + random.below(2)) : places
}

/** Sends what is due, until all clients are done. */
function simulate(clients: readonly Client[], random: Random): string {
  const words: string[] = []
  const lanes: number[] = []
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  let now = 0
  let latest = 0
  for (let client = nextOf(clients); client; client = nextOf(clients)) {
    now = Math.max(now, client.at)
    const connection = connectionFor(client, { now, letters, random })
    if (!connection) {
      client.at = Math.min(...client.pool.connections.map(({ freeAt }) => freeAt))
      continue
    }
    const busy = lanes.findIndex((end) => end < now)
    const lane = busy >= 0 ? busy : lanes.length
    const wait = now - (lanes[lane] ?? latest)
    const takes = 1 + random.below(15)
    const failure = random.chance(10) ? (random.chance(50) ? '!503' : '!429@1') : ''
    const from = String.fromCharCode('A'.charCodeAt(0) + lane)
    const place = client.places[0] ?? ''
    words.push(`${from}${connection.letter}.${place}${failure}~${Math.max(0, wait)}*${takes}`)
    latest = now + 1 + takes
    lanes[lane] = connection.freeAt = latest
    client.at = latest + pauseAfter(client, failure, random)
  }
  return words.join(' ')
}

const nextOf = (clients: readonly Client[]): Client | undefined =>
  clients.filter(({ places }) => places.length > 0).toSorted((a, b) => a.at - b.at)[0]

type Moment = { readonly now: number; readonly letters: string[]; readonly random: Random }

/** A free connection of the pool, or a new one; undefined if all that it may have are in use. */
function connectionFor({ pool }: Client, { now, letters, random }: Moment): Connection | undefined {
  const free = pool.connections
    .filter(({ freeAt }) => freeAt <= now)
    .toSorted((a, b) => a.freeAt - b.freeAt)
  if (free.length > 0) return pool.choose(free, random)
  if (pool.connections.length >= pool.most) return undefined
  const opened = { letter: letters.shift() ?? 'Z', freeAt: 0 }
  pool.connections.push(opened)
  return opened
}

/** The milliseconds until the next request: as told, longer each time, or as the client works. */
function pauseAfter(client: Client, failure: string, random: Random): number {
  if (failure === '!503') return 30 * 2 ** ++client.failures + random.below(20)
  if (failure !== '') return RETRY_AFTER_MS + random.below(30)
  client.failures = 0
  client.places.shift()
  const isNew = client.places[0] === 'p1' || client.places[0] === 'c0'
  return random.below(isNew ? 1500 : random.chance(30) ? 100 : 5)
}
