import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { call } from './calls.ts'
import { get } from './refusals.ts'

const MIB = Buffer.alloc(2 ** 20, ' ')
const tooLarge = (bytes: number) =>
  `a body may have at most ${bytes} bytes; send rows in parts, or as a dataset by PUT /__admin/dataset`

const reported: unknown[] = []
let server: Server
beforeAll(async () => {
  const settings = parseSettings([
    { values: { port: 0, dataset: 'one', adminToken: 'the-admin-token' }, nameOf: (name) => name },
  ])
  server = await startServer(settings, { onError: (error) => reported.push(error) })
})
afterAll(() => server.close())

/** Opens a connection on which the test writes every byte itself. */
function dial() {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => (received += chunk.toString()))
  socket.on('error', () => undefined)
  return {
    socket,
    head: (line: string, ...headers: string[]): boolean =>
      socket.write(
        [
          `${line} HTTP/1.1`,
          'Host: localhost',
          'Authorization: Bearer the-admin-token',
          ...headers,
          '',
          '',
        ].join('\r\n'),
      ),
    /** Waits for the answer. Resolves to its status line and its JSON body. */
    async answer(): Promise<[string, unknown]> {
      while (!/\r\n\r\n.*\}$/s.test(received)) await once(socket, 'data')
      const text = received
      received = ''
      return [text.split('\r\n', 1)[0] ?? '', JSON.parse(text.slice(text.indexOf('\r\n\r\n')))]
    },
  }
}

const JSON_TYPE = 'Content-Type: application/json'

async function write(socket: Socket, piece: string | Buffer): Promise<void> {
  if (!socket.write(piece)) await once(socket, 'drain')
}

async function writeChunked(socket: Socket, pieces: readonly (string | Buffer)[]): Promise<void> {
  for (const piece of pieces)
    for (const part of [`${piece.length.toString(16)}\r\n`, piece, '\r\n'])
      await write(socket, part)
  await write(socket, '0\r\n\r\n')
}

const spaces = (mebibytes: number): Buffer[] => Array.from({ length: mebibytes }, () => MIB)

test.each<[string, string, string[], readonly (string | Buffer)[], number, unknown]>([
  [
    'a large body of another type',
    'POST /__admin/users',
    ['Content-Type: text/plain'],
    spaces(20),
    415,
    { errors: [] },
  ],
  [
    'a large dataset that is wrong at once',
    'PUT /__admin/dataset',
    [JSON_TYPE],
    ['[', ...spaces(20)],
    422,
    { errors: [{ path: '' }] },
  ],
  [
    'a large dataset of nobody',
    'PUT /__admin/dataset?user=99',
    [JSON_TYPE],
    spaces(20),
    404,
    { errors: [] },
  ],
])(
  '%s is refused while it is still being sent, and the connection stays usable',
  async (_what, line, headers, pieces, status, body) => {
    for (const isChunked of [false, true]) {
      const { socket, head, answer } = dial()
      const length = pieces.reduce((total, piece) => total + piece.length, 0)
      head(line, ...headers, isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`)
      if (isChunked) await writeChunked(socket, pieces)
      else for (const piece of pieces) await write(socket, piece)
      const [first, given] = await answer()
      expect(first).toContain(` ${status} `)
      expect(given).toMatchObject(Object(body))
      head('GET /__admin/status')
      expect((await answer())[0]).toBe('HTTP/1.1 200 OK')
      socket.destroy()
    }
  },
)

test.each([
  ['POST /__admin/faults', 422],
  ['PUT /__admin/dataset', 400],
])('%s without a body and without a length is answered', async (line, status) => {
  const { socket, head } = dial()
  head(line, JSON_TYPE)
  const [first]: unknown[] = await once(socket, 'data')
  expect(String(first)).toContain(`HTTP/1.1 ${status} `)
  socket.destroy()
})

// Each case waits two seconds until the mock closes the connection.
test.concurrent.each([
  ['a body with a length', 'POST /__admin/users', 'Content-Length: 1000000000', 2 ** 24],
  ['a body in chunks', 'POST /__admin/users', 'Transfer-Encoding: chunked', 2 ** 24],
  ['a body where none belongs', 'PUT /__admin/snapshots/a', 'Content-Length: 1000000000', 2 ** 20],
  ['a body without rows', 'POST /__admin/faults', 'Transfer-Encoding: chunked', 2 ** 20],
])(
  '%s that is too large is refused while it is still being sent, and the connection ends',
  async (_what, line, length, most) => {
    const { socket, head, answer } = dial()
    head(line, JSON_TYPE, length)
    const chunk = length.startsWith('Content')
      ? MIB
      : Buffer.concat([Buffer.from('100000\r\n'), MIB, Buffer.from('\r\n')])
    const ended = new AbortController()
    // Not once() of node:events: the mock may close the connection while a chunk is on its way, which is an error of the socket.
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const drained = () => new Promise((resolve) => socket.once('drain', resolve))
    const sending = (async () => {
      for (let sent = 0; !ended.signal.aborted && sent < 900; sent++)
        if (!socket.write(chunk)) await Promise.race([closed, drained()])
    })()
    expect(await answer()).toEqual([
      'HTTP/1.1 413 Payload Too Large',
      { message: tooLarge(most), errors: [] },
    ])
    ended.abort()
    await Promise.all([closed, sending])
    expect(reported).toEqual([])
  },
)

test('the refusal does not wait for the end of the dataset', async () => {
  const { socket, head, answer } = dial()
  head('PUT /__admin/dataset', JSON_TYPE, 'Content-Length: 1000000000')
  socket.write('{"users":5,')
  expect(await answer()).toEqual([
    'HTTP/1.1 422 Unprocessable Entity',
    { message: 'users must be an array', errors: [{ path: 'users', message: 'must be an array' }] },
  ])
  socket.destroy()
})

test('who goes away in the middle changes nothing, and is no failure of the mock', async () => {
  const before = (await call(server, get('/dataset'))).text
  for (const [line, start] of [
    ['PUT /__admin/dataset', '{"users":[{"id":1}],"tokens":[],"assistants":['],
    ['PUT /__admin/dataset?user=1', '{"assistants":[],"conversations":['],
    ['POST /__admin/users', '{"name":'],
  ] as const) {
    const { socket, head } = dial()
    head(line, JSON_TYPE, 'Content-Length: 1000')
    await write(socket, start)
    await call(server, get('/status'))
    socket.destroy()
    await once(socket, 'close')
  }
  expect((await call(server, get('/dataset'))).text).toBe(before)
  expect(reported).toEqual([])
})

test('who does not wait for a generated user leaves none behind', async () => {
  const { socket, head } = dial()
  const body = JSON.stringify({ dataset: { generate: 6000 } })
  head('POST /__admin/users', JSON_TYPE, `Content-Length: ${body.length}`)
  await write(socket, body)
  await call(server, get('/status'))
  socket.destroy()
  await once(socket, 'close')
  // This load has the same size and begins later. When it is done, the first would also be done.
  await call(server, {
    method: 'POST',
    path: '/__admin/users',
    body: { name: 'Patient', dataset: { generate: 6000 } },
  })
  expect((await call(server, get('/users'))).body).toMatchObject({
    users: [{ id: 1 }, { name: 'Patient' }],
  })
  expect(reported).toEqual([])
})

test.each<[string, string]>([
  [
    'POST /__admin/faults',
    'the body is not UTF-8: byte 39 in line 1 is 0xe9, as in Latin-1 and Windows-1252; save it as UTF-8',
  ],
  [
    'PUT /__admin/dataset',
    'the dataset is not UTF-8: byte 39 in line 1 is 0xe9, as in Latin-1 and Windows-1252; save it as UTF-8',
  ],
])('%s takes UTF-8 only, whatever charset the body names', async (line, message) => {
  const { socket, head, answer } = dial()
  const body = Buffer.from('{"effect":{"type":"malformed"},"note":"\xe9"}', 'latin1')
  head(line, 'Content-Type: application/json; charset=iso-8859-1', `Content-Length: ${body.length}`)
  socket.write(body)
  expect(await answer()).toEqual(['HTTP/1.1 400 Bad Request', { message, errors: [] }])
  socket.destroy()
})

test('a body may begin with a byte order mark', async () => {
  const { socket, head, answer } = dial()
  const body = Buffer.from('\ufeff{"effect":{"type":"malformed"},"note":"Caf\u00e9"}')
  head('POST /__admin/faults', JSON_TYPE, `Content-Length: ${body.length}`)
  socket.write(body)
  expect(await answer()).toMatchObject(['HTTP/1.1 201 Created', { note: 'Caf\u00e9' }])
  socket.destroy()
})
