// Sends hostile bodies of every type over HTTP. The mock answers each, without an internal error.

import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/random/random.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { startServer } from '../../src/server/server.ts'
import { drawRequest } from '../api/hostile-requests.ts'
import { atFileEnd } from '../file-end.ts'

const REQUESTS = 600
const KEY = 'combined-demo-key'

const reported: unknown[] = []
const settings = parseSettings([
  { values: { port: 0, dataset: 'demo' }, nameOf: (name: string) => name },
])
const server = await startServer(settings, { onError: (error) => reported.push(error) })
atFileEnd(() => server.close())

type Sent = {
  readonly method?: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Sends a request and returns the status and the body of the answer. */
function send({ method = 'POST', target, headers = {}, body }: Sent): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path: target,
        // Node.js sets no Content-Length for a GET, DELETE or OPTIONS request with a body.
        headers: {
          Accept: 'application/json',
          Authorization: `Bearer ${KEY}`,
          'Content-Length': body.length,
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () =>
          resolve([incoming.statusCode ?? 0, Buffer.concat(chunks).toString('latin1')]),
        )
      },
    )
    outgoing.on('error', reject).end(body)
  })
}

const call = async (target: string, body: object): Promise<Record<string, unknown>> => {
  const [, text] = await send({
    target,
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  })
  return JSON.parse(text)
}

const [, listed] = await send({
  method: 'GET',
  target: '/api/user/assistants/get',
  body: Buffer.alloc(0),
})
const [assistant] = JSON.parse(listed).data
const begun = await call('/api/conversations', { assistant_id: assistant.uuid })
const conversation = String(begun['conversation_id'])
const MESSAGES = `/api/conversations/${conversation}/messages`

const routes = [
  '/api/conversations',
  '/api/conversations/{uuid}/messages',
  '/api/user/ai/generate-reply',
  '/api/automate/conversations/{uuid}/disable-ai',
  '/api/automate/conversations/{uuid}/enable-ai',
  '/api/user/assistants/enable-conversation-ended-webhook',
].map((path) => ({ method: 'POST', path, name: path }))

test('answers hostile bodies by the hundred', async () => {
  const random = createRandom(5)
  const known = { assistant: assistant.uuid, assistantId: assistant.id, conversation }
  const statuses = new Set<number>()
  const odd: unknown[] = []
  for (let count = 0; count < REQUESTS; count++) {
    const { method, target, headers, body = '' } = drawRequest(random, random.pick(routes), known)
    const type = headers['content-type']
    const [status, text] = await send({
      method,
      target,
      headers: type === undefined ? {} : { 'Content-Type': type },
      body: Buffer.from(body, 'latin1'),
    })
    statuses.add(status)
    // Laravel cannot write bytes that are not UTF-8 as JSON either, so a 500 is right for them.
    const isExplained = status !== 500 || /[\x80-\xff]/.test(body)
    if (!isExplained || status === 0) odd.push({ method, target, type, body, status, text })
  }
  expect(odd.slice(0, 2)).toEqual([])
  expect(reported).toEqual([])
  expect([...statuses].toSorted((a, b) => a - b)).toEqual(
    expect.arrayContaining([200, 404, 405, 422]),
  )
})

const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=b'
const part = (disposition: string, content: string): string =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`
const many = (count: number, toText: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => toText(at)).join('')
const message = part('name="message"', 'hi')

describe('a message', () => {
  test.each<[what: string, type: string, body: string, status: number]>([
    ['after 1,000 other variables', form, `${many(1000, (at) => `a${at}&`)}message=hi`, 200],
    ['after 1,001 other variables', form, `${many(1001, (at) => `a${at}&`)}message=hi`, 422],
    ['in a form, after a name that is too deep', form, `a${'[b]'.repeat(70)}=1&message=hi`, 200],
    ['whose own name is too deep', form, `message${'[b]'.repeat(70)}=1`, 422],
    ['that is an array', form, 'message[a][b][]=hi', 422],
    ['with a name that ends early', form, 'message%00x=hi', 200],
    ['behind a megabyte without an equals sign', form, `${'x'.repeat(900_000)}&message=hi`, 200],
    ['after 999 parts', multipart, many(999, (at) => part(`name="a${at}"`, '')) + message, 200],
    ['after 1,000 parts', multipart, many(1000, (at) => part(`name="a${at}"`, '')) + message, 422],
    ['that is a file', multipart, part('name="message"; filename="f"', 'hi'), 422],
    ['beside an array of files', multipart, part('name="f[]"; filename="f"', 'x') + message, 200],
    ['without a last boundary', multipart, message.trimEnd(), 200],
    ['with a boundary that is none', 'multipart/form-data; boundary="b', message, 422],
    [
      'with a header line of 100,000 bytes',
      multipart,
      `--b\r\nX: ${'x'.repeat(1e5)}\r\n${message}`,
      200,
    ],
    ['after 50,000 boundaries', multipart, `${'--b\r\n'.repeat(50_000)}${message}`, 200],
    [
      'after 300,000 quotes',
      multipart,
      part(`x="${'"'.repeat(300_000)}; name="message"`, 'hi'),
      422,
    ],
    ['in a number too large', 'application/json', `{"message":${'9'.repeat(100_000)}}`, 422],
    ['beside a number too large', 'application/json', '{"message":"hi","a":1e999}', 200],
    ['beside 511 levels', 'application/json', nested(510), 200],
    ['beside 512 levels', 'application/json', nested(511), 422],
    ['beside 200,000 levels', 'application/json', nested(200_000), 413],
    ['beside 10,000 fields', 'application/json', fields(10_000), 200],
    ['beside 20,000 fields', 'application/json', fields(20_000), 413],
    ['in JSON that is sent as a form', form, '{"message":"hi"}', 422],
    ['in JSON of a type in capitals', 'APPLICATION/JSON', '{"message":"hi"}', 422],
    ['in JSON that breaks off', 'application/json', '{"message":"hi"', 422],
  ])('%s', async (_, type, body, status) => {
    const headers = { 'Content-Type': type }
    const [answered] = await send({ target: MESSAGES, headers, body: Buffer.from(body, 'latin1') })
    expect(answered).toBe(status)
    expect(reported).toEqual([])
  })
})

function fields(count: number): string {
  return `{"message":"hi"${many(count, (at) => `,"${at}" : ${at}`)}}`
}

function nested(levels: number): string {
  return `{"message":"hi","a":${'['.repeat(levels)}${']'.repeat(levels)}}`
}
