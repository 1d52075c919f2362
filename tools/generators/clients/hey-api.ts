// Uses both APIs through the clients of @hey-api/openapi-ts: hey-api.js URL ADMIN_TOKEN

import assert from 'node:assert/strict'
import { client as adminClient } from './hey-openapi-admin/client.gen.js'
import * as admin from './hey-openapi-admin/index.js'
import { client as apiClient } from './hey-openapi/client.gen.js'
import * as api from './hey-openapi/index.js'

const [baseUrl = '', adminToken = ''] = process.argv.slice(2)

adminClient.setConfig({ baseUrl, auth: adminToken, throwOnError: true })
apiClient.setConfig({ baseUrl })

/** Every conversation, by whatever the edition of the token pages with. */
async function walk(auth: string): Promise<string[]> {
  const ids: string[] = []
  let query: NonNullable<api.ListConversationsData['query']> = { per_page: 10 }
  for (;;) {
    const { data } = await api.listConversations({ auth, query, throwOnError: true })
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

const { data: created } = await admin.createUser({
  body: { dataset: { generate: 25 } },
  throwOnError: true,
})
const user = created.id
for (const { plain, edition } of created.tokens) {
  const ids = await walk(plain)
  assert.equal(new Set(ids).size, 25, edition)
}
const tokens = new Map(created.tokens.map(({ edition, plain }) => [edition, plain]))
const pages = tokens.get('nicecall') ?? ''
const cursors = tokens.get('autocalls') ?? ''

const { data: list } = await api.listConversations({
  auth: cursors,
  query: { type: 'whatsapp' },
  throwOnError: true,
})
assert(!('current_page' in list))
for (const row of list.data) {
  if (row.type === 'whatsapp') {
    const phone: string | null = row.customer.phone
    assert.notEqual(phone, undefined)
  } else if (row.type === 'api') {
    const identifier: string | undefined = row.external_identifier
    assert.fail(identifier)
  }
}

const invalid = await api.listConversations({ auth: pages, query: { per_page: 101 } })
assert(invalid.error && 'errors' in invalid.error)
const messages: string[] | undefined = invalid.error.errors['per_page']
assert.deepEqual(messages, ['The per page field must not be greater than 100.'])

const unknown = await api.listConversations({ auth: 'nobody' })
assert.equal(unknown.response?.status, 401)
assert.equal(unknown.error?.message, 'Unauthenticated.')

assert.equal((await api.headConversations({ auth: pages })).response?.status, 200)
assert.equal((await api.optionsConversations()).response?.headers.get('allow'), 'GET,HEAD')
assert.equal((await api.live()).data?.status, 'live')
assert.equal((await api.ready()).data?.status, 'ready')

// A field with a default need not be sent; one without must be.
const { data: fault } = await admin.armFault({
  query: { user },
  body: { times: 1, match: { nth: 1 }, effect: { type: 'rate_limit' } },
  throwOnError: true,
})
assert(fault.effect.type === 'rate_limit')
assert.equal(fault.effect.retry_after, 60)
assert.equal((await api.listConversations({ auth: pages })).response?.status, 429)
const slow = await admin.armFault({
  // @ts-expect-error A slow answer must say how slow.
  body: { effect: { type: 'slow' } },
  throwOnError: false,
})
assert.equal(slow.response?.status, 422)
const { data: removed } = await admin.clearFaults({ query: { user }, throwOnError: true })
assert.equal(removed.removed, 1)

const { data: journal } = await admin.listRequests({
  query: { user, limit: 1, status: '4xx' },
  throwOnError: true,
})
const [request] = journal.requests
const status: number | null | undefined = request?.status
assert.equal(status, 429)

const { error: miss } = await admin.verifyRequests({
  body: { request: { user, status: 503 }, at_least: 1 },
  throwOnError: false,
})
assert(miss && 'near_misses' in miss)
assert.equal(miss.verified, false)
const { data: hit } = await admin.verifyRequests({
  body: { request: { user, status: 429 }, exactly: 1 },
  throwOnError: true,
})
assert.equal(hit.verified, true)

const { data: report } = await admin.getReport({ query: { user }, throwOnError: true })
for (const { rule, severity, walk: id } of report.findings) {
  const { data } = await admin.getWalk({ path: { id }, throwOnError: true })
  assert(data.findings.includes(rule), severity)
}
const { error: refused } = await admin.getUser({ path: { id: 999_999 }, throwOnError: false })
assert.equal(refused?.message, 'there is no user 999999; see GET /__admin/users')
assert.equal(
  (await admin.deleteUser({ path: { id: user }, throwOnError: true })).response.status,
  204,
)
