// Without any library:
//
//     npx conversations-mock exec --generate 40 --lint -- node conversations.mjs

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const {
  CONVERSATIONS_MOCK_URL: url,
  CONVERSATIONS_MOCK_TOKEN_AUTOCALLS: token,
  CONVERSATIONS_MOCK_ADMIN_TOKEN: adminToken,
} = process.env

async function steer(path, body) {
  const response = await fetch(`${url}/__admin${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  assert.ok(response.ok, answer.message)
  return answer
}

async function ask(query) {
  return fetch(`${url}/api/user/conversations?${query}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
  })
}

await steer('/faults', { match: { nth: 2 }, effect: { type: 'rate_limit', retry_after: 1 } })

const ids = []
const refusals = []
for (let cursor = ''; cursor !== null;) {
  const response = await ask(`per_page=20&cursor=${cursor}`)
  if (response.status === 429) {
    const seconds = response.headers.get('Retry-After')
    refusals.push(seconds)
    await sleep(Number(seconds) * 1000)
    continue
  }
  const { data, next_cursor } = await response.json()
  ids.push(...data.map(({ id }) => id))
  cursor = next_cursor
}

assert.equal(new Set(ids).size, 40)
assert.deepEqual(refusals, ['1'])
await steer('/requests/verify', { request: { status: 200, edition: 'autocalls' }, exactly: 2 })
