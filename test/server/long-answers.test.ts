import { expect, test } from 'vitest'
import { buildApp } from '../../src/server/app.ts'
import { exchangeOf } from '../exchange.ts'

const MIB = 1024 * 1024
const REQUESTS = 16

/** The numbers of answers that are sent together, for requests that arrive together. */
async function togetherOf(bytes: number): Promise<number[]> {
  const together: number[] = []
  const app = buildApp({
    admin: {
      handle: () => undefined,
      endCalls: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    deliverer: {
      send: (response, { answer }) => void response.writeHead(answer.status).end(),
      close: () => undefined,
    },
    pipeline: {
      handle() {
        const exchange = exchangeOf()
        const answer = { status: 200, headers: {}, body: 'x'.repeat(bytes) }
        exchange.delivery = { answer, date: '', delay: 0 }
        return exchange
      },
      settle: (answered) => void together.push([...answered].length),
    },
    untilWritable: () => Promise.resolve(),
    elapsed: () => 0,
    dashboard: false,
    report: () => undefined,
  })
  await app.ready()
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async () => app.inject('/api/user/conversations')),
  )
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(REQUESTS).fill(200))
  return together
}

test('short answers to requests that arrive together are sent together', async () => {
  expect(await togetherOf(100)).toEqual([REQUESTS])
})

test('of long answers, few are made before they are sent', async () => {
  expect(await togetherOf(MIB)).toEqual([3, 3, 3, 3, 3, 1])
})
