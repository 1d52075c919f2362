// Calling the admin API in tests: plain HTTP, because fetch() does not let one choose Host, Origin and chunks. Whatever comes
// back is held against the OpenAPI document.

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
  /** A text is sent as it stands, everything else as JSON. */
  readonly body?: unknown
  /** Sent as they come, without Content-Length, instead of a body. */
  readonly chunks?: Iterable<string> | AsyncIterable<string>
  /** False: without the admin token. */
  readonly hasToken?: boolean
}

export type Called = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: unknown
}

/** Connections are used again, also after refusals. */
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

/** The response before its body, which is not checked. */
export function open(address: Address, asked: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = send(address, asked)
    // A refusal may come, and the connection end, while the body is still on its way.
    outgoing.on('response', (response) => resolve(response)).on('error', reject)
  })
}

/** The request on its way. */
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
