// Uses both APIs through the types of openapi-typescript: openapi-fetch.js URL ADMIN_TOKEN

import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { paths as AdminPaths } from './openapi-admin.js'
import type { paths } from './openapi.js'

const [baseUrl = '', adminToken = ''] = process.argv.slice(2)

const admin = createClient<AdminPaths>({
  baseUrl,
  headers: { Authorization: `Bearer ${adminToken}` },
})
/** An error may be a page for people. */
const messageOf = (error: string | { message: string }): string =>
  typeof error === 'string' ? error : error.message
const withToken = (token: string) =>
  createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } })

type Query = NonNullable<paths['/api/user/conversations']['get']['parameters']['query']>

/** Every conversation, by whatever the edition of the token pages with. */
async function walk(token: string): Promise<string[]> {
  const api = withToken(token)
  const ids: string[] = []
  let query: Query = { per_page: 10 }
  for (;;) {
    const { data, error } = await api.GET('/api/user/conversations', { params: { query } })
    if (!data) throw new Error(messageOf(error))
    for (const { id } of data.data) ids.push(id)
    if ('current_page' in data) {
      if (data.current_page >= data.last_page) return ids
      query = { per_page: 10, page: data.current_page + 1 }
    } else {
      if (data.next_cursor === null) return ids
      query = { per_page: 10, cursor: data.next_cursor }
    }
  }
}

const created = await admin.POST('/__admin/users', { body: { dataset: { generate: 25 } } })
assert(created.data, created.error?.message)
const user = created.data.id
for (const { plain, edition } of created.data.tokens) {
  const ids = await walk(plain)
  assert.equal(new Set(ids).size, 25, edition)
}
const tokens = new Map(created.data.tokens.map(({ edition, plain }) => [edition, plain]))
const pages = withToken(tokens.get('nicecall') ?? '')
const cursors = withToken(tokens.get('autocalls') ?? '')

const list = await cursors.GET('/api/user/conversations', {
  params: { query: { type: 'whatsapp' } },
})
assert(list.data && !('current_page' in list.data))
for (const row of list.data.data) {
  if (row.type === 'whatsapp') {
    const phone: string | null = row.customer.phone
    assert.notEqual(phone, undefined)
  } else if (row.type === 'api') {
    const identifier: string | undefined = row.external_identifier
    assert.fail(identifier)
  }
}

const invalid = await pages.GET('/api/user/conversations', { params: { query: { per_page: 101 } } })
assert(typeof invalid.error === 'object' && 'errors' in invalid.error)
const messages: string[] | undefined = invalid.error.errors['per_page']
assert.deepEqual(messages, ['The per page field must not be greater than 100.'])

const unknown = await withToken('nobody').GET('/api/user/conversations')
assert.equal(unknown.response.status, 401)
assert.equal(unknown.error && messageOf(unknown.error), 'Unauthenticated.')

const { response: head } = await pages.HEAD('/api/user/conversations')
assert.equal(head.status, 200)
assert.equal((await pages.GET('/livez')).data?.status, 'live')
assert.equal((await pages.GET('/readyz')).data?.status, 'ready')

// A field with a default need not be sent; one without must be.
const { data: fault } = await admin.POST('/__admin/faults', {
  params: { query: { user } },
  body: { times: 1, match: { nth: 1 }, effect: { type: 'rate_limit' } },
})
assert(fault?.effect.type === 'rate_limit')
assert.equal(fault.effect.retry_after, 60)
assert.equal((await pages.GET('/api/user/conversations')).response.status, 429)
// @ts-expect-error A slow answer must say how slow.
await admin.POST('/__admin/faults', { body: { effect: { type: 'slow' } } })
// @ts-expect-error There is no such effect.
await admin.POST('/__admin/faults', { body: { effect: { type: 'nothing' } } })
for (const effect of [
  { type: 'delay', milliseconds: 1 },
  { type: 'delay', distribution: 'uniform', min: 1, max: 2 },
] as const) {
  const armed = await admin.POST('/__admin/faults', {
    params: { query: { user } },
    body: { effect },
  })
  assert.equal(armed.response.status, 201)
}
const removed = await admin.DELETE('/__admin/faults', { params: { query: { user } } })
assert.equal(removed.data?.removed, 3)

const { data: journal } = await admin.GET('/__admin/requests', {
  params: { query: { user, limit: 1, status: '4xx' } },
})
const [request] = journal?.requests ?? []
const status: number | null | undefined = request?.status
assert.equal(status, 429)

const failed = await admin.POST('/__admin/requests/verify', {
  body: { request: { user, status: 503 }, at_least: 1 },
})
assert(failed.error && 'near_misses' in failed.error)
assert.equal(failed.error.verified, false)
const held = await admin.POST('/__admin/requests/verify', {
  body: { request: { user, status: 429 }, exactly: 1 },
})
assert.equal(held.data?.verified, true)

const { data: report } = await admin.GET('/__admin/findings', { params: { query: { user } } })
for (const { rule, severity, walk: id } of report?.findings ?? []) {
  const { data } = await admin.GET('/__admin/walks/{id}', { params: { path: { id } } })
  assert(data?.findings.includes(rule), severity)
}
const refused = await admin.GET('/__admin/users/{id}', { params: { path: { id: 999_999 } } })
assert.equal(refused.error?.message, 'there is no user 999999; see GET /__admin/users')
assert.equal(
  (await admin.DELETE('/__admin/users/{id}', { params: { path: { id: user } } })).response.status,
  204,
)
