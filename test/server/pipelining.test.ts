import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { createPipelining } from '../../src/server/pipelining.ts'
import { readAnswers } from '../../tools/soak/requests.ts'

const COUNT = 400
/** The requests of the other client, one after the other. */
const PASSING = 3

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty', key: ['piper=nicecall', 'other=nicecall'] })
})
afterAll(() => mock.close())

const requestOf = (token: string, query: string): string =>
  `GET /api/user/conversations?per_page=1&n=${query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket.setEncoding('latin1')
}

/** Resolves to everything that arrives until there are so many answers. */
async function answers(socket: Socket, count: number): Promise<string> {
  let text = ''
  while (text.split('HTTP/1.1 200').length <= count) {
    const [chunk]: unknown[] = await once(socket, 'data')
    text += String(chunk)
  }
  return text
}

test('a client that pipelines lets others pass, and is answered in order', async () => {
  const [piper, other] = [await open(), await open()]
  const numbers = Array.from({ length: COUNT }, (_, number) => number)
  const piped = answers(piper, COUNT)
  piper.write(numbers.map((number) => requestOf('piper', `${number}`)).join(''))
  for (let passing = 0; passing < PASSING; passing++) {
    const passed = answers(other, 1)
    other.write(requestOf('other', 'passing'))
    await passed
  }
  await piped
  piper.destroy()
  other.destroy()
  const entries = await mock.requests.list({ order: 'oldest', limit: 1000 })
  const queries = entries.map(({ query }) => query.replace(/.*n=/, ''))
  expect(queries.filter((query) => query !== 'passing')).toEqual(numbers.map(String))
  expect(queries.lastIndexOf('passing')).toBeLessThan(COUNT)
})

test('all requests of a client begin that pipelines and is gone before their turn', async () => {
  await using own = await startMock({ dataset: 'one', key: 'piper=combined' })
  const text = 'x'.repeat(250_000)
  const row = { type: 'widget', variables: { text } } as const
  await own.conversations.create([row, row])
  const count = async (): Promise<number> => (await own.requests.list({ limit: 1000 })).length
  const requests = Array.from({ length: 50 }, (_, n) => requestOf('piper', `${n}`)).join('')
  const ended = connect(Number(new URL(own.url).port), '127.0.0.1')
  ended.on('error', () => undefined).end(requests)
  await expect.poll(count).toBe(50)

  const unread = connect(Number(new URL(own.url).port), '127.0.0.1')
  await once(unread, 'connect')
  unread.pause().write(requests)
  await expect.poll(count).toBeGreaterThan(51)
  unread.destroy()
  await expect.poll(count).toBe(100)
})

test('a client that pipelines and reads nothing gets few long answers at a time', async () => {
  await using own = await startMock({ dataset: 'one', key: 'piper=combined' })
  const text = 'x'.repeat(250_000)
  const row = { type: 'widget', variables: { text } } as const
  await own.conversations.create([row, row])
  const socket = connect(Number(new URL(own.url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.pause()
  const asked = 100
  socket.write(Array.from({ length: asked }, (_, n) => requestOf('piper', `${n}`)).join(''))
  const count = async (): Promise<number> => (await own.requests.list({ limit: 1000 })).length
  await expect.poll(count).toBeGreaterThan(1)
  // The calls of the admin API give the other requests time to begin.
  for (let look = 0; look < 20; look++) await count()
  expect(await count()).toBeLessThan(asked / 2)
  await readAnswers(socket.resume(), asked)
  expect(await count()).toBe(asked)
  socket.destroy()
})

const countDelayed = async (): Promise<number> =>
  (await mock.requests.list({ limit: 1000 })).filter(({ query }) => query.endsWith('n=delayed'))
    .length

test('few requests of a connection are delayed at the same time', async () => {
  const socket = await open()
  const asked = requestOf('piper', 'delayed').replace(
    /\r\n\r\n$/,
    '\r\nPrefer: delay=60000\r\n\r\n',
  )
  socket.write(asked.repeat(50))
  await expect.poll(countDelayed).toBe(2)
  // The calls of the admin API give the other requests time to begin.
  for (let look = 0; look < 20; look++) expect(await countDelayed()).toBe(2)
  socket.destroy()
})

test('of clients whose answers are unread or late, the one with the most requests is cut off first', async () => {
  const pipelining = createPipelining(15)
  const server = createServer((request, response) => {
    // Only the last client gets answers.
    pipelining.enter(response, () => void (request.url === '/answered' && response.end('answer')))
  })
  server.on('connection', pipelining.open).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const send = (path: string, count: number): Socket => {
    const sent = connect(port, '127.0.0.1').on('error', () => undefined)
    sent.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(count))
    return sent.resume()
  }
  const [few, most] = [send('/late', 8), send('/late', 12)]
  const answered = send('/answered', 5)
  await Promise.all([once(most, 'close'), readAnswers(answered, 5)])
  expect(few.destroyed).toBe(false)
  for (const socket of [few, answered]) socket.destroy()
  server.close()
})
