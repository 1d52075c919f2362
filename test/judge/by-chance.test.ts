// Right clients at once, whose requests come in an order by chance. None may be blamed.

import { expect, test } from 'vitest'
import { createRandom } from '../../src/random/random.ts'
import { judgeTrace } from './judging.ts'

const ROWS = 75
const LAST = 5
const ROUNDS = 1500

/** The requests of a client in the notation of trace.ts, over one connection or over two. */
type Client = (one: string, other: string, shuffled: readonly number[]) => readonly string[]

const over = (places: string): Client => {
  const words = places.split(' ')
  return (one) => words.map((word) => `${one}.${word}`)
}

const clients: readonly Client[] = [
  over('p1 p2 p3 p4 p5'),
  over('c0 c1 c2 c3 c4'),
  over('p1 p5 p4 p3 p2'),
  over('p1 p2 p3 p4 p5 p1 p2 p3 p4 p5'),
  over('p1 p2 p3 p1 p2 p3 p4 p5'),
  over('p1 p2 p1 p2 p3 p4 p5'),
  over('p1 p2!503 p2~20 p3 p4 p5'),
  over('p1 p2 p3!429@1 p3~1000 p4 p5'),
  over('c0 c1!503 c1~20 c2 c3 c4'),
  over('p1 p2'),
  over('p1'),
  (one, other) => [1, 2, 3, 4, 5].map((page) => `${page % 2 ? one : other}.p${page}`),
  (one, other, shuffled) => [
    `${one}.p1`,
    ...shuffled.map((page, index) => `${index % 2 ? other : one}.p${page}`),
  ],
]

test('blames no right client, in whatever order the requests come', () => {
  const random = createRandom(1)
  const blamed: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const queues = Array.from({ length: 2 + random.below(3) }, (_, index) => {
      const client = clients[random.below(clients.length)]
      const shuffled = [2, 3, 4, 5].toSorted(() => random.below(3) - 1)
      return [...(client?.('ABCD'.charAt(index), 'WXYZ'.charAt(index), shuffled) ?? [])]
    })
    const words: string[] = []
    for (let left = queues; left.length > 0; left = left.filter(({ length }) => length > 0)) {
      // The first ones come more often, so that some clients end before others begin.
      const queue = left[Math.min(random.below(left.length), random.below(left.length))]
      words.push(queue?.shift() ?? '')
    }
    const found = judgeTrace(words.join(' ').trim(), { rows: ROWS })
    for (const { severity, message } of found)
      if (severity !== 'note') blamed.push(`${words.join(' ')}: ${message}`)
  }
  expect(blamed).toEqual([])
})

test('blames no right client that shares connections with others', () => {
  const random = createRandom(2)
  const blamed: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const pages = Array.from({ length: 2 + random.below(2) }, () => 1)
    const connections = 'ABCD'.slice(0, pages.length + random.below(2))
    const failed = new Set<number>()
    const words: string[] = []
    while (pages.some((page) => page <= LAST)) {
      const client = random.below(pages.length)
      const page = pages[client] ?? Infinity
      if (page > LAST) continue
      const request = `${connections.charAt(random.below(connections.length))}.p${page}`
      const isRetry = failed.delete(client)
      const fails = !isRetry && random.chance(8)
      words.push(fails ? `${request}!503` : isRetry ? `${request}~40` : request)
      if (fails) failed.add(client)
      else pages[client] = page + 1
    }
    for (const { severity, message } of judgeTrace(words.join(' '), { rows: ROWS }))
      if (severity !== 'note') blamed.push(`${words.join(' ')}: ${message}`)
  }
  expect(blamed).toEqual([])
})
