// Calls the admin API for the soak test.

import * as z from 'zod'
import { adminToken, type Mock } from './mock.ts'

const User = z.object({
  id: z.int(),
  tokens: z.array(z.object({ plain: z.string(), edition: z.string() })),
})
export type User = { readonly id: number; readonly token: string }

const Status = z.object({ requests: z.int(), listeners_cut: z.int() })

type Answer = { readonly status: number; readonly text: string }

export type Admin = ReturnType<typeof createAdmin>

export function createAdmin({ port }: Pick<Mock, 'port'>) {
  const root = `http://127.0.0.1:${port}/__admin`
  const headers = { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' }

  /** `body` is a JSON text. */
  async function ask(method: string, path: string, body?: string): Promise<Answer> {
    const response = await fetch(`${root}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    })
    return { status: response.status, text: await response.text() }
  }

  /** Rejects for a status of 300 or more. */
  async function call(method: string, path: string, body?: string): Promise<string> {
    const { status, text } = await ask(method, path, body)
    if (status < 300) return text
    throw new Error(`the mock answers ${method} ${path} with ${status}`)
  }

  return {
    ask,
    report: (path: string): Promise<string> => call('GET', path),
    deleteUser: (id: number): Promise<string> => call('DELETE', `/users/${id}`),
    status: async (): Promise<z.infer<typeof Status>> =>
      Status.parse(JSON.parse(await call('GET', '/status'))),
    follow: (signal: AbortSignal): Promise<Response> =>
      fetch(`${root}/requests/stream`, { headers, signal }),

    async createUser(rows: number, edition = 'combined'): Promise<User> {
      const text = await call(
        'POST',
        '/users',
        JSON.stringify({ editions: [edition], dataset: { generate: rows } }),
      )
      const { id, tokens } = User.parse(JSON.parse(text))
      return { id, token: tokens[0]?.plain ?? '' }
    },
  }
}
