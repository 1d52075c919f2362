import * as z from 'zod'
import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { atFileEnd } from '../file-end.ts'
import {
  type Access,
  createActivepieces,
  createMcpServer,
  createPythonPlugin,
  listForN8n,
} from './clients.ts'

const mock = await startMock({ dataset: 'demo' })
atFileEnd(() => mock.close())

const Begun = z.object({ conversation_id: z.string() })
const known = await mock.assistants.list()
const [assistant] = known
const uuid = assistant?.uuid
const id = assistant?.id

/** The access of an owner in each generation of the API. */
const accesses = (['nicecall', 'autocalls'] as const).map((edition): [string, Access] => [
  edition,
  { url: mock.url, token: mock.token(edition) },
])

describe.each(accesses)('in the edition %s', (_edition, access) => {
  test('Activepieces does its whole job', async () => {
    await mock.reset()
    const { call, assistants } = createActivepieces(access)
    expect(await call('user/me')).toMatchObject({ name: expect.any(String) })
    expect(await assistants()).toHaveLength(known.length)
    expect(Array.isArray(await call('user/assistants/outbound'))).toBe(true)
    const body = { assistant_id: uuid, type: 'test', variables: { name: 'Ada' } }
    const { conversation_id } = Begun.parse(await call('conversations', body, 'status'))
    const path = `conversations/${conversation_id}`
    expect(await call(`${path}/messages`, { message: 'Hi' }, 'status')).toMatchObject({
      message: 'You said: Hi',
      function_calls: [],
    })
    expect(await call(path, undefined, 'status')).toHaveProperty('history')
    const reply = { assistant_id: id, customer_identifier: '+1', message: 'Hi' }
    expect(await call('ai/generate-reply', reply, 'success')).toMatchObject({
      reply: 'You said: Hi',
      ai_disabled: false,
    })
    expect(await call('user/conversations?type=test&per_page=1')).toMatchObject({
      data: [{ id: conversation_id }],
    })
    const hook = { assistant_id: id, webhook_url: 'https://example.com/hook' }
    for (const action of ['enable', 'disable'])
      expect(
        await call(`user/assistants/${action}-conversation-ended-webhook`, hook),
      ).toMatchObject({ message: `Conversation ended webhook ${action}d successfully` })
  })

  test('Activepieces tells its users what was wrong', async () => {
    await mock.reset()
    const { call } = createActivepieces(access)
    await expect(call('conversations', { assistant_id: uuid, type: 'x' })).rejects.toThrow(
      '(422): The selected type is invalid. The selected type is invalid.',
    )
    await expect(call('conversations/none')).rejects.toThrow('(404): Conversation not found')
    await expect(createActivepieces({ ...access, token: 'x' }).call('user/me')).rejects.toThrow(
      '(401): Unauthenticated.',
    )
    await mock.users.setBalance(1, 0)
    const reply = { assistant_id: id, customer_identifier: '+1', message: 'Hi' }
    await expect(call('ai/generate-reply', reply)).rejects.toThrow('(402): Insufficient balance.')
  })

  test('the MCP server does its whole job', async () => {
    await mock.reset()
    const call = createMcpServer(access)
    const { conversation_id } = Begun.parse(
      await call('POST', 'conversations', { assistant_id: uuid, type: 'widget' }),
    )
    const say = () => call('POST', `conversations/${conversation_id}/messages`, { message: 'Hi' })
    const ai = `automate/conversations/${conversation_id}`
    expect(await call('POST', `${ai}/disable-ai`)).toEqual({ status: true, ai_enabled: false })
    expect(await say()).toMatchObject({ message: null })
    expect(await call('POST', `${ai}/enable-ai`)).toEqual({ status: true, ai_enabled: true })
    expect(await say()).toMatchObject({ message: 'You said: Hi' })
    expect(await call('GET', 'user/assistants/outbound')).toHaveProperty('result')
    expect(await call('GET', 'user/assistants/get?page=1&per_page=1')).toHaveProperty('data')
    await expect(call('POST', `automate/conversations/none/enable-ai`)).rejects.toThrow(
      'API error: 404 - {"status":false,"error":"Conversation not found"}',
    )
  })

  test('the Python plugin does its whole job', async () => {
    await mock.reset()
    const call = createPythonPlugin(access)
    const begun = await call('POST', '/conversations', { assistant_id: uuid, type: 'test' })
    const { conversation_id } = Begun.parse(begun)
    const path = `/conversations/${conversation_id}`
    expect(await call('POST', `${path}/messages`, { message: 'Hi' })).toHaveProperty('message')
    expect(await call('GET', path)).toMatchObject({ status: true })
    expect(await call('POST', `/automate${path}/disable-ai`)).toHaveProperty('ai_enabled', false)
    const reply = { assistant_id: id, customer_identifier: 'c', message: 'Hi' }
    expect(await call('POST', '/user/ai/generate-reply', reply)).toMatchObject({ success: true })
    expect(await call('POST', `${path}/messages`, {})).toMatchObject({
      error: true,
      status_code: 422,
      message: 'The message field is required.',
      errors: { message: ['The message field is required.'] },
    })
  })

  test.each(['assistants', 'assistants/outbound'])('the node of n8n lists %s', async (path) => {
    expect((await listForN8n(access, path)).length).toBeGreaterThan(0)
  })
})
