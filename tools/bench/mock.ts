// Starts the mock as its users do, with one token for each generation of the API.

import * as z from 'zod'
import { binOf, type Build } from './build-state.ts'
import type { Extent, TokenName } from './streams.ts'

export const tokens: Record<TokenName, string> = { page: 'bench-page', cursor: 'bench-cursor' }

export const firstPage = '/api/user/conversations'

export function mockArgs(build: Build, port: number, ...others: string[]): string[] {
  const keys = [`${tokens.page}=nicecall`, `${tokens.cursor}=autocalls`].flatMap((key) => [
    '--key',
    key,
  ])
  const address = ['--host', '127.0.0.1', '--port', String(port)]
  return [binOf(build), '--quiet', ...address, ...keys, ...others]
}

export async function fetchFirstPage(port: number): Promise<string> {
  return fetchText(port, tokens.page, firstPage)
}

const Page = z.object({ data: z.array(z.unknown()), total: z.int() })
const CursorPage = z.object({ next_cursor: z.string() })
const Cursor = z.object({ id: z.int() })

export async function fetchExtent(port: number): Promise<Extent> {
  const { total } = Page.parse(JSON.parse(await fetchFirstPage(port)))
  const { next_cursor } = CursorPage.parse(
    JSON.parse(await fetchText(port, tokens.cursor, `${firstPage}?per_page=1`)),
  )
  const { id } = Cursor.parse(JSON.parse(Buffer.from(next_cursor, 'base64url').toString()))
  return { total, lastId: id }
}

export async function fetchAllItems(port: number, total: number): Promise<unknown[]> {
  const pages = Array.from(
    { length: Math.ceil(total / 100) },
    (_, index) => `${firstPage}?per_page=100&page=${index + 1}`,
  )
  const bodies = await Promise.all(pages.map((path) => fetchText(port, tokens.page, path)))
  return bodies.flatMap((body) => Page.parse(JSON.parse(body)).data)
}

/** Sends a POST when there is an input, otherwise a GET. */
export async function fetchJson(port: number, path: string, input?: object): Promise<unknown> {
  return JSON.parse(await fetchText(port, tokens.page, path, input))
}

async function fetchText(
  port: number,
  token: string,
  path: string,
  input?: object,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(input && { method: 'POST', body: JSON.stringify(input) }),
  })
  if (!response.ok) throw new Error(`the mock answers ${path} with ${response.status}`)
  return response.text()
}
