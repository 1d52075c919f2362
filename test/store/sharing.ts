// A process that shares a file with others: works through the admin API, and prints what it got.

import { startMock } from '../../src/index.ts'
import { generateDataset } from '../../src/seed/generator.ts'

const [db = '', rounds = '0'] = process.argv.slice(2)
const statuses = new Map<string, number>()
const conversations: number[] = []
const users: number[] = []
const tokens: number[] = []

const mock = await startMock({ db, shared: true })
const upload = await generateDataset({ count: 300, seed: 5 })

async function send(
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const headers = {
    Authorization: `Bearer ${mock.adminToken}`,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  }
  const response = await fetch(`${mock.url}/__admin${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  })
  // Nothing was done: another process was writing for too long.
  if (response.status === 503) return send(method, path, body)
  const text = await response.text()
  const key = `${method} ${path.replaceAll(/\d+/g, 'N')} ${response.status}${response.status >= 400 ? ` ${text}` : ''}`
  statuses.set(key, (statuses.get(key) ?? 0) + 1)
  return response.ok && text !== '' ? JSON.parse(text) : {}
}

async function list(token: string): Promise<void> {
  const response = await fetch(`${mock.url}/api/user/conversations`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  await response.text()
  statuses.set(`list ${response.status}`, (statuses.get(`list ${response.status}`) ?? 0) + 1)
}

const idsOf = ({ conversations: rows }: { conversations?: unknown }): number[] =>
  Array.isArray(rows) ? rows.map(({ id }: { id: number }) => id) : []

type Made = { id?: number; tokens?: { id: number; plain: string }[] }

async function work(round: number): Promise<void> {
  const made = await send(
    'POST',
    '/conversations',
    round % 5 === 0 ? Array.from({ length: 40 }, () => ({})) : [{}, {}],
  )
  const ids = idsOf(made)
  conversations.push(...ids)
  await Promise.all([
    send('PATCH', '/conversations/1', { message_count: round }),
    send('DELETE', `/conversations/${ids[0]}`),
  ])
  const user: Made = await send('POST', '/users', { dataset: { fixture: 'thirty' } })
  if (user.id === undefined) return
  users.push(user.id)
  tokens.push(...(user.tokens ?? []).map(({ id }) => id))
  const own = `?user=${user.id}`
  await Promise.all([
    send('PUT', `/dataset${own}`, {
      assistants: upload.assistants,
      conversations: upload.conversations,
    }),
    send('PUT', '/snapshots/common'),
    list(mock.token()),
    list(user.tokens?.[0]?.plain ?? ''),
  ])
  await send('PUT', `/snapshots/own${own}`)
  await send('POST', `/conversations${own}`, [{}, {}, {}])
  await send('POST', `/snapshots/own/restore${own}`)
  await send('POST', `/reset${own}`)
  await list(user.tokens?.[0]?.plain ?? '')
  if (round % 2 === 0) await send('DELETE', `/users/${user.id}`)
}

for (let round = 0; round < Number(rounds); round++) await work(round)
await mock.close()
process.stdout.write(
  JSON.stringify({ statuses: Object.fromEntries(statuses), conversations, users, tokens }),
)
