import { Agent, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { call, open } from '../admin/calls.ts'
import { get, post } from '../admin/refusals.ts'
import { ask } from '../walking.ts'

/** Timeouts in milliseconds, longer than a test may take. */
const patient = { idle: 60_000, calls: 60_000, work: 60_000 }
const patientWithCalls = { idle: 0, calls: 60_000, work: 60_000 }

const servers: Server[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(values: object = {}): Promise<Server> {
  const server = await startServer(
    parseSettings([{ values: { port: 0, dataset: 'one', ...values }, nameOf: (name) => name }]),
  )
  servers.push(server)
  return server
}

const request = (token: string): string =>
  `GET /api/user/conversations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nAccept: application/json\r\n\r\n`

async function dial(server: Server): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').setEncoding('latin1')
  sockets.push(socket)
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

const answersTo = (received: string): string[] => received.split(/(?=HTTP\/1\.1 )/)
const isLast = (answer: string): boolean => /^Connection: close\r$/m.test(answer)
const tokenOf = ({ tokens: [first] }: Server): string => first?.plain ?? ''

/** Waits until the port refuses connections. */
const refusing = (server: Server) => expect.poll(() => reach(server)).toBe('ECONNREFUSED')

function reach({ url }: Server): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  return new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'))
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
  }).finally(() => socket.destroy())
}

describe('a server that closes', () => {
  test.each([
    ['brought one before', 1],
    ['brought none yet', 0],
  ])(
    'answers a request on a connection that %s, and ends it with the answer',
    async (_what, before) => {
      const server = await start()
      const socket = await dial(server)
      if (before > 0) {
        socket.write(request(tokenOf(server)))
        await new Promise((resolve) => socket.once('data', resolve))
      }
      const received = text(socket)
      const closed = server.close(patient)
      await refusing(server)
      socket.write(request(tokenOf(server)))
      const answers = answersTo(await received)
      expect(answers.map(isLast)).toEqual([true])
      expect(answers[0]).toMatch(/^HTTP\/1\.1 200 /)
      await closed
    },
  )

  test('answers every request of a client that pipelines, and ends with the last', async () => {
    const server = await start()
    const socket = await dial(server)
    const received = text(socket)
    const closed = server.close(patient)
    await refusing(server)
    socket.write(request(tokenOf(server)).repeat(30))
    expect(answersTo(await received).map(isLast)).toEqual([...Array<boolean>(29).fill(false), true])
    await closed
  })

  test('says of a delayed answer under way that its connection ends', async () => {
    const server = await start()
    await call(server, post('/faults', { effect: { type: 'delay', milliseconds: 60_000 } }))
    const agent = new Agent({ keepAlive: true })
    const answer = ask({ url: server.url, token: tokenOf(server), agent })
    await expect.poll(async () => (await call(server, get('/requests'))).text).toContain('"path"')
    const [{ status, headers }] = await Promise.all([answer, server.close(patientWithCalls)])
    expect({ status, connection: headers.connection }).toEqual({ status: 200, connection: 'close' })
    agent.destroy()
  })

  test('sends the rest of a slow answer', async () => {
    const server = await start()
    await call(server, post('/faults', { effect: { type: 'slow', bytes_per_second: 10 } }))
    const socket = await dial(server)
    socket.write(request(tokenOf(server)))
    const received = text(socket)
    await new Promise((resolve) => socket.once('readable', resolve))
    await server.close()
    const [head = '', body = ''] = (await received).split('\r\n\r\n')
    expect(body).toHaveLength(Number(/Content-Length: (\d+)/.exec(head)?.[1]))
  })

  test('lets an export be read to its end', async () => {
    const server = await start({ dataset: undefined, generate: 20_000 })
    const response = await open(server, get('/dataset'))
    const closed = server.close(patientWithCalls)
    await refusing(server)
    expect(JSON.parse(await text(response))).toMatchObject({ conversations: { length: 20_000 } })
    await closed
  })

  test('ends live streams at once', async () => {
    const server = await start()
    const streams = await Promise.all([1, 2, 3].map(() => open(server, get('/requests/stream'))))
    const ends = streams.map((stream: IncomingMessage) => text(stream))
    await server.close(patientWithCalls)
    expect(await Promise.all(ends)).toEqual(Array(3).fill('retry: 1000\n\n'))
  })
})
