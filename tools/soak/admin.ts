// The calls of the admin API that the soak makes.

import * as z from 'zod'
import { adminToken, type Mock } from './mock.ts'

const User = z.object({ id: z.int(), tokens: z.array(z.object({ plain: z.string() })) })
export type User = { readonly id: number; readonly token: string }

export type Admin = ReturnType<typeof createAdmin>

export function createAdmin({ port }: Pick<Mock, 'port'>) {
  const headers = { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' }

  async function call(method: string, path: string, body?: object): Promise<string> {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await fetch(`http://127.0.0.1:${port}/__admin${path}`, init)
    if (!response.ok) throw new Error(`the mock answers ${method} ${path} with ${response.status}`)
    return response.text()
  }

  return {
    async createUser(rows: number): Promise<User> {
      const text = await call('POST', '/users', { editions: ['combined'], dataset: { generate: rows } })
      const { id, tokens } = User.parse(JSON.parse(text))
      return { id, token: tokens[0]?.plain ?? '' }
    },

    report: (path: string): Promise<string> => call('GET', path),
    deleteUser: (id: number): Promise<string> => call('DELETE', `/users/${id}`),
    follow: (signal: AbortSignal): Promise<Response> => fetch(`http://127.0.0.1:${port}/__admin/requests/stream`, { headers, signal }),
  }
}
