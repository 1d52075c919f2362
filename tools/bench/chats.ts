// Creates conversations for streams that send messages. They have type test, which costs no
// balance.

import * as z from 'zod'
import { fetchJson } from './mock.ts'
import type { Chats } from './streams.ts'

/** More conversations than the load generator has connections. */
const CONVERSATIONS = 64
/** The assistant answers each message, which gives 12 messages. */
const SENT = 6

const Assistants = z.object({ data: z.array(z.object({ uuid: z.string() })).min(1) })
const Begun = z.object({ conversation_id: z.string() })

export async function beginChats(port: number): Promise<Chats> {
  const { data } = Assistants.parse(await fetchJson(port, '/api/user/assistants/get'))
  const assistant = data[0]?.uuid ?? ''

  async function begin(): Promise<string> {
    const input = { assistant_id: assistant, type: 'test' }
    return Begun.parse(await fetchJson(port, '/api/conversations', input)).conversation_id
  }

  const read: string[] = []
  const grown: string[] = []
  for (let count = 0; count < CONVERSATIONS; count++) {
    const uuid = await begin()
    for (let sent = 0; sent < SENT; sent++)
      await fetchJson(port, `/api/conversations/${uuid}/messages`, { message: `Question ${sent}` })
    read.push(uuid)
    grown.push(await begin())
  }
  return { assistant, read, grown }
}
