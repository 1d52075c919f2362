/* oxlint-disable typescript/no-floating-promises -- node:test waits for its tests by itself */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { connect, type Mock } from 'conversations-mock'
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { fetchConversations } from '../client.ts'

let container: StartedTestContainer
let mock: Mock

before(async () => {
  container = await new GenericContainer('conversations-mock')
    .withCommand(['--generate', '40'])
    .withEnvironment({ CONVERSATIONS_MOCK_ADMIN_TOKEN: 'my-admin-token' })
    .withExposedPorts(4080)
    .withWaitStrategy(Wait.forHttp('/readyz', 4080))
    .start()
  const url = `http://${container.getHost()}:${container.getMappedPort(4080)}`
  mock = await connect(url, 'my-admin-token')
})
after(async () => {
  await mock.close()
  await container.stop()
})

test('collects every conversation', async () => {
  const conversations = await fetchConversations(mock.url, mock.token('cursor'))
  assert.equal(conversations.length, 40)
  await mock.expectClean()
})
