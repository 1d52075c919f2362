import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createUnfinishedHeads } from '../../src/server/unfinished-heads.ts'

async function listen(): Promise<() => Promise<Socket>> {
  const heads = createUnfinishedHeads({ many: 1, maxBytes: 1000 })
  const server = createServer((_request, response) => {
    heads.enter(response)
    response.end('answer')
  })
  server.on('connection', heads.open).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    await once(socket, 'connect')
    return socket.resume()
  }
}

const start = 'GET / HTTP/1.1\r\nHost: localhost\r\n'
const headOf = (bytes: number): string => `${start}X-Long: ${'x'.repeat(bytes)}`

test('the clients with the longest unfinished heads are cut off, and no others', async () => {
  const open = await listen()
  const [long, middle, short, whole] = [await open(), await open(), await open(), await open()]
  middle.write(headOf(500))
  short.write(headOf(100))
  for (let request = 0; request < 20; request++) {
    whole.write(`${start}\r\n`)
    await once(whole, 'data')
  }
  long.write(headOf(900))
  await once(long, 'close')
  for (const socket of [middle, short]) {
    socket.write('\r\n\r\n')
    const [answer]: unknown[] = await once(socket, 'data')
    expect(String(answer)).toContain('200 OK')
  }
  expect(whole.destroyed).toBe(false)
})

test('what comes during a request belongs to no head', async () => {
  const open = await listen()
  const [client, other] = [await open(), await open()]
  const body = 'x'.repeat(20_000)
  client.write(
    `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  await once(client, 'data')
  other.write(headOf(2000))
  await once(other, 'close')
  expect(client.destroyed).toBe(false)
})
