// Talks to an assistant in tests, over HTTP like a client.

import type { Mock, MockUser } from '../src/index.ts'
import { type Called, call } from './admin/calls.ts'

type Headers = Readonly<Record<string, string>>

export const read = (url: string, headers: Headers = {}): Promise<Called> =>
  request('GET', url, headers)

export const post = (url: string, body: object, headers: Headers = {}): Promise<Called> =>
  request('POST', url, headers, body)

export function request(
  method: string,
  url: string,
  headers: Headers,
  body?: object,
): Promise<Called> {
  const { origin, pathname, search } = new URL(url)
  return call(
    { url: origin, adminToken: '' },
    {
      method,
      path: pathname + search,
      hasToken: false,
      headers: { Accept: 'application/json', ...headers },
      body,
    },
  )
}

/** Starts a conversation with an assistant, by default the first one. Returns its URL. */
export async function begin(mock: Mock | MockUser, assistant?: string): Promise<string> {
  const assistant_id = assistant ?? (await mock.assistants.list())[0]?.uuid
  const { body } = await post(`${mock.url}/api/conversations`, { assistant_id })
  return `${mock.url}/api/conversations/${idOf(body)}`
}

export const say = (conversation: string, message: string): Promise<Called> =>
  post(`${conversation}/messages`, { message })

/** Sends messages one after the other and returns the assistant's answers. */
export async function talk(conversation: string, ...messages: string[]): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const message of messages) {
    const { body } = await say(conversation, message)
    answers.push(typeof body === 'object' && body && 'message' in body ? body.message : body)
  }
  return answers
}

/** Sends a message of a customer through the endpoint `generate-reply`. */
export async function sayAs(
  mock: Mock | MockUser,
  customer_identifier: string,
  message: string,
): Promise<Called> {
  const [assistant] = await mock.assistants.list()
  return post(
    `${mock.url}/api/user/ai/generate-reply`,
    { assistant_id: assistant?.id, customer_identifier, message },
    { Authorization: `Bearer ${mock.token()}` },
  )
}

function idOf(body: unknown): string {
  if (typeof body === 'object' && body && 'conversation_id' in body)
    return String(body.conversation_id)
  throw new Error(`no conversation was begun: ${JSON.stringify(body)}`)
}
