import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'

test('a body that is too large is answered before it has come, and the connection ends', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1').setEncoding('latin1')
  socket.on('error', () => undefined)
  socket.write(
    `POST /api/user/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n\r\nx`,
  )
  const [first] = await once(socket, 'data')
  expect(String(first)).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n/)
  await once(socket, 'close')
})
