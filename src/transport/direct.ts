// Requests that this program sends itself: to a mock, or to an API that it compares.
//
// They go over node:http, because tests replace fetch() or the dispatcher behind it. Agents of our own take them to this machine
// past every proxy that the environment names; requests to other machines go where Node.js sends them.

import * as http from 'node:http'
import * as https from 'node:https'

export type Outgoing = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

export type Incoming = {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array>
  /** Undefined when it is larger than that, and the rest is then not read. Rejects when it breaks off. */
  text(maxBytes?: number): Promise<string | undefined>
}

/** As URL writes the host. */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127\.[\d.]+|0\.0\.0\.0|\[::\]|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])$/

/** Copied, because tests replace it in its module. */
const { request: httpRequest } = http
const httpAgent = new http.Agent({ keepAlive: true })
let httpsAgent: https.Agent | undefined

/** Resolves when the headers have come, and follows no redirect. Rejects with what Node.js says of a connection that fails. */
export function requestDirectly(url: string | URL, { body, ...options }: Outgoing = {}): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const target = new URL(url)
    const request = open(target, { ...options, agent: LOOPBACK.test(target.hostname) ? agentFor(target) : undefined })
    request.on('error', reject).on('response', (response) => resolve(toIncoming(response)))
    request.end(body)
  })
}

function open(target: URL, options: http.RequestOptions): http.ClientRequest {
  return target.protocol === 'https:' ? https.request(target, options) : httpRequest(target, options)
}

/** The other module is loaded when it is first needed. */
function agentFor({ protocol }: URL): http.Agent {
  return protocol === 'https:' ? (httpsAgent ??= new https.Agent({ keepAlive: true })) : httpAgent
}

const toIncoming = (response: http.IncomingMessage): Incoming => ({
  status: response.statusCode ?? 0,
  headers: { get: (name) => response.headers[name.toLowerCase()]?.toString() ?? null },
  body: response,
  text: (maxBytes = Infinity) => readText(response, maxBytes),
})

async function readText(response: http.IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
