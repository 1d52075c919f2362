// Calls the API as public clients do, and expects of an answer what they expect. The code is our
// own.

import * as z from 'zod'

export type Access = { readonly url: string; readonly token: string }

const Body = z.record(z.string(), z.unknown())

/** A failure as a client shows it to its users. */
export class ClientError extends Error {
  override name = 'ClientError'
}

const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' }

/**
 * A service for automations. It accepts only 200. A body about conversations must also have
 * `status` or `success` true. A failure is `error`, otherwise `message` with the first message of
 * `errors`. github.com/activepieces/activepieces,
 * packages/pieces/community/famulor/src/lib/common/index.ts
 */
export function createActivepieces({ url, token }: Access) {
  async function call(path: string, body?: object, flag?: 'status' | 'success'): Promise<unknown> {
    const response = await fetch(`${url}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${token}`, ...JSON_HEADERS },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    if (response.status !== 200) throw new ClientError(`(${response.status}): ${detailOf(answer)}`)
    if (flag && Body.parse(answer)[flag] !== true) throw new ClientError(detailOf(answer))
    return answer
  }

  return {
    call,

    /** Reads page by page until `last_page`. */
    async assistants(): Promise<unknown[]> {
      const all: unknown[] = []
      for (let page = 1; page <= 50; page++) {
        const answer = await call(`user/assistants/get?per_page=2&page=${page}`)
        const { data, last_page } = z
          .object({ data: z.array(z.unknown()), last_page: z.number() })
          .parse(answer)
        all.push(...data)
        if (data.length === 0 || page >= last_page) break
      }
      return all
    },
  }
}

function detailOf(answer: unknown): string {
  const { error, message, errors } = Body.parse(answer)
  if (typeof error === 'string') return error
  const [first] = Object.values(Body.safeParse(errors).data ?? {}).flat()
  return [message, first].filter((text) => typeof text === 'string').join(' ')
}

/**
 * A server for AI tools. It posts without a body, sends a Content-Type with every GET, and passes
 * on any 2xx as an object. github.com/bekservice/Famulor-MCP, src/auth/famulor.ts and src/tools
 */
export function createMcpServer({ url, token }: Access) {
  return async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/${path}`, {
      method,
      headers: { Authorization: `Bearer ${token.trim()}`, ...JSON_HEADERS },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new ClientError(`API error: ${response.status} - ${await response.text()}`)
    const answer: unknown = await response.json()
    return Array.isArray(answer) ? { result: answer } : Body.parse(answer)
  }
}

/**
 * A plugin in Python. Every call is JSON. A failure is an answer with `message` and `errors`, or
 * with the unchanged text. github.com/kokosnuss7777/famulor-plugin-openclaw,
 * scripts/famulor_client.py
 */
export function createPythonPlugin({ url, token }: Access) {
  return async (method: 'GET' | 'POST', path: string, data?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...JSON_HEADERS,
        'User-Agent': 'python-requests/2.32.3',
        'Accept-Encoding': 'gzip, deflate',
      },
      ...(data && { body: JSON.stringify(data) }),
    })
    const text = await response.text()
    if (response.ok) return JSON.parse(text)
    const { message, errors = {} } = Body.parse(JSON.parse(text))
    return { error: true, status_code: response.status, message: message ?? text, errors }
  }
}

/**
 * A node of n8n. Lists of assistants must be bare arrays whose members have a name and an id.
 * github.com/Zebi15/n8n-autocalls, nodes/Autocalls/Autocalls.node.ts
 */
export async function listForN8n({ url, token }: Access, path: string) {
  const response = await fetch(`${url}/api/user/${path}`, {
    headers: { Authorization: `Bearer ${token}`, ...JSON_HEADERS },
  })
  const answer: unknown = await response.json()
  if (!Array.isArray(answer)) throw new ClientError('Invalid response format')
  return z.array(z.looseObject({ name: z.string(), id: z.number() })).parse(answer)
}
