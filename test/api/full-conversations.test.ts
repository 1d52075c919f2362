import { expect, test } from 'vitest'
import * as z from 'zod'
import { startMock } from '../../src/index.ts'

const Begun = z.object({ conversation_id: z.string() })

test('a conversation with 1 MiB of messages answers 413 to more, and is still read', async () => {
  await using mock = await startMock({ dataset: 'demo' })
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${mock.url}/api/conversations${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    })
  const [assistant] = (await mock.dataset.export()).assistants
  const begin = async (): Promise<string> => {
    const begun = await post('', { assistant_id: assistant?.uuid, type: 'test' })
    return Begun.parse(await begun.json()).conversation_id
  }
  const say = async (uuid: string): Promise<number> =>
    (await post(`/${uuid}/messages`, { message: 'x'.repeat(2000) })).status

  const uuid = await begin()
  let status = 200
  for (let sent = 0; status === 200 && sent < 1000; sent++) status = await say(uuid)
  expect(status).toBe(413)
  const read = await fetch(`${mock.url}/api/conversations/${uuid}`)
  expect(read.status).toBe(200)
  expect((await read.text()).length).toBeGreaterThan(1024 * 1024)
  expect(await say(await begin())).toBe(200)
})
