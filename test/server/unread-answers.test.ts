import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Delivery } from '../../src/exchange/delivery.ts'
import { startMock } from '../../src/index.ts'
import { createUnreadAnswers } from '../../src/server/unread-answers.ts'
import { readAnswers } from '../../tools/soak/requests.ts'

const MIB = 1024 * 1024

const deliveryOf = (body: string): Delivery => ({
  answer: { status: 200, headers: {}, body },
  date: '',
  delay: 0,
})

const requestOf = (token: string, query = ''): string =>
  `GET /api/user/conversations?per_page=20${query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket.pause()
}

test('while clients read no long answers, further ones wait, and those of others do not', async () => {
  await using mock = await startMock({ dataset: 'one', key: 'heavy=combined' })
  const text = 'x'.repeat(250_000)
  for (let row = 0; row < 20; row++)
    await mock.conversations.create({ type: 'widget', variables: { text } })
  const light = await mock.createUser({ editions: ['combined'] })
  const port = Number(new URL(mock.url).port)
  const asked = 14
  const sockets = await Promise.all(Array.from({ length: asked }, () => open(port)))
  for (const socket of sockets) socket.write(requestOf('heavy'))
  const count = async (): Promise<number> => (await mock.requests.list({ user: 1 })).length
  await expect.poll(count).toBeGreaterThan(6)
  const other = await open(port)
  other.write(requestOf(light.tokens[0]?.plain ?? ''))
  await readAnswers(other.resume(), 1)
  // The calls of the admin API give the other requests time to begin.
  for (let look = 0; look < 20; look++) await count()
  expect(await count()).toBeLessThan(10)
  await Promise.all(sockets.map((socket) => readAnswers(socket.resume(), 1)))
  expect(await count()).toBe(asked)
  for (const socket of [...sockets, other]) socket.destroy()
})

test('a client that reads nothing is cut off only if others wait', async () => {
  let looks = 0
  let isWaiting = false
  const unread = createUnreadAnswers(
    () => {
      looks++
      return isWaiting
    },
    () => undefined,
    20,
  )
  const server = createServer((request, response) => {
    unread.note(response, request.headers, deliveryOf('x'.repeat(20 * MIB)))
    response.end('x'.repeat(20 * MIB), 'latin1')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const socket = await open(typeof address === 'object' ? (address?.port ?? 0) : 0)
  socket.write(requestOf('heavy'))
  await expect.poll(() => looks).toBeGreaterThan(2)
  expect(await connectionsOf(server)).toBe(1)
  isWaiting = true
  await expect.poll(() => connectionsOf(server)).toBe(0)
  socket.destroy()
  server.close()
})

const connectionsOf = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))

test('clients wait only while much is unread, and only those with long answers', async () => {
  let goes = 0
  const unread = createUnreadAnswers(
    () => false,
    () => void goes++,
  )
  const [heavy, light] = [{ authorization: 'Bearer heavy' }, { authorization: 'Bearer light' }]
  let timeout: number | undefined
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.once('close', () => void (timeout = request.socket.timeout))
    unread.note(response, heavy, deliveryOf('x'.repeat(40 * MIB)))
    expect([unread.mustWait(heavy), unread.mustWait(light)]).toEqual([true, false])
    response.end('x')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const socket = await open(typeof address === 'object' ? (address?.port ?? 0) : 0)
  socket.write(requestOf('heavy'))
  await readAnswers(socket.resume(), 1)
  await expect.poll(() => goes).toBe(1)
  expect(unread.mustWait(heavy)).toBe(false)
  await expect.poll(() => timeout).toBe(0)
  socket.destroy()
  server.close()
})
