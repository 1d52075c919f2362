// Puts the address of a server that must stay alone into every field that can hold a URL.

import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { call } from '../admin/calls.ts'
import { post, put } from '../admin/refusals.ts'
import { begin, post as send, read, sayAs, talk } from '../talking.ts'

let connections = 0
const bait = createServer((socket) => {
  connections++
  socket.destroy()
})
let mock: Mock
let url: string
beforeAll(async () => {
  await once(bait.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${portOf()}/hook`
  mock = await startMock({ dataset: 'one', trustProxies: true })
})
afterAll(async () => {
  await mock.close()
  bait.close()
})

function portOf(): number {
  const address = bait.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** Headers that name the server, for requests and calls. */
const headersOf = (): Record<string, string> => ({
  Referer: url,
  'X-Forwarded-Host': new URL(url).host,
  'X-Forwarded-For': '127.0.0.1',
  Forwarded: `host=${new URL(url).host}`,
  'X-Original-URL': url,
  'X-Callback-URL': url,
  Prefer: `respond-async, callback="${url}"`,
})

test('the mock connects to no address that a client or a caller names', async () => {
  const exported = await mock.dataset.export()
  const fields = {
    webhook_url: url,
    inbound_webhook_url: url,
    conversation_ended_webhook_url: url,
    is_webhook_active: true,
  }
  for (const each of exported.assistants) Object.assign(each, fields)
  await mock.dataset.replace(exported)
  const [assistant] = await mock.assistants.list()
  expect(assistant?.conversation_ended_webhook_url).toBe(url)
  const headers = { Authorization: `Bearer ${mock.tokens[0]?.plain}`, ...headersOf() }
  const toggled = await send(
    `${mock.url}/api/user/assistants/enable-conversation-ended-webhook`,
    { assistant_id: assistant?.id, webhook_url: url },
    headers,
  )
  expect(toggled.status).toBe(200)
  const calls = [
    put('/replies', [
      { reply: url, function_calls: [{ name: 'call', arguments: { url, webhook_url: url } }] },
    ]),
    post('/faults', {
      times: 1,
      effect: { type: 'status', status: 302, headers: { Location: url }, body: url },
    }),
    post('/conversations', { variables: { webhook_url: url, callback: url } }),
  ]
  for (const asked of calls) {
    const { status } = await call(mock, { ...asked, headers: headersOf() })
    expect([200, 201]).toContain(status)
  }
  expect(
    (await read(`${mock.url}/api/user/conversations?webhook_url=${url}`, headers)).status,
  ).toBe(302)
  await read(`${mock.url}/api/user/conversations?callback=${url}&cursor=${url}`, headers)
  await talk(await begin(mock), 'hello', url)
  await sayAs(mock, 'anna', url)
  await call(mock, {
    ...post('/sample-clients', { name: 'right', per_second: 50 }),
    headers: headersOf(),
  })
  await expect
    .poll(async () => (await call(mock, { path: '/__admin/sample-clients' })).text)
    .toMatch(/"state":"finished"/)
  // The server counts, and has counted nothing before this connection.
  await once(connect(portOf(), '127.0.0.1').resume(), 'close')
  expect(connections).toBe(1)
})
