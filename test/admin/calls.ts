// Calls the admin API in tests with node:http, because fetch() cannot set Host, Origin and chunks.
// Each answer is checked against the OpenAPI document.

import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import type { Mock } from '../../src/index.ts'
import { expectInDocument } from './contract.ts'

export type Address = Pick<Mock, 'url' | 'adminToken'>

export type Call = {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent unchanged, every other value as JSON. */
  readonly body?: unknown
  /** Pieces that are sent in place of `body`, one after the other, without Content-Length. */
  readonly chunks?: Iterable<string> | AsyncIterable<string>
  /** False sends no admin token. */
  readonly hasToken?: boolean
}

export type Called = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: unknown
}

/** Keeps connections open, so that tests also reuse a connection after a refusal. */
const agent = new Agent({ keepAlive: true })
const ADMIN = /^\/__admin(?:[/?]|$)/

export async function call(address: Address, asked: Call): Promise<Called> {
  const response = await open(address, asked)
  const { statusCode: status = 0, headers } = response
  const text = await readText(response)
  const type = headers['content-type']
  const sent = status < 300 ? toValue(asked.body) : undefined
  if (ADMIN.test(asked.path))
    expectInDocument({ ...asked, method: asked.method ?? 'GET', status, type, text, sent })
  return {
    status,
    headers,
    text,
    body: type?.startsWith('application/json') && text !== '' ? JSON.parse(text) : undefined,
  }
}

const toValue = (body: unknown): unknown =>
  typeof body === 'string' ? (body === '' ? undefined : JSON.parse(body)) : body

/** Resolves when the headers of the response have come. The body is not checked. */
export function open(address: Address, asked: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = send(address, asked)
    // The mock may refuse a call and close the connection while the body is still being sent.
    outgoing.on('response', (response) => resolve(response)).on('error', reject)
  })
}

/** Starts to send a call and returns the request. */
export function send(
  { url, adminToken }: Address,
  { method = 'GET', path, headers = {}, body, chunks, hasToken = true }: Call,
): ClientRequest {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const outgoing = request(`${url}${path}`, {
    method,
    agent,
    headers: {
      ...(hasToken && { Authorization: `Bearer ${adminToken}` }),
      ...((text !== undefined || chunks) && { 'Content-Type': 'application/json' }),
      ...(text !== undefined && { 'Content-Length': String(Buffer.byteLength(text)) }),
      ...headers,
    },
  })
  if (chunks) Readable.from(chunks).pipe(outgoing)
  else outgoing.end(text)
  return outgoing
}
