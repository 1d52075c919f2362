// Sends the requests of this program itself: to a mock, or to an API that it compares or reads.
//
// It uses node:http, because tests replace fetch() or its dispatcher. Requests to this machine use
// their own agents, which ignore proxies of the environment. Requests to other machines take the
// way that Node.js chooses.

import * as http from 'node:http'
import * as https from 'node:https'
import { Socket } from 'node:net'

type Outgoing = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

export type Incoming = {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** Names and values alternately, as the server sent them. */
  readonly rawHeaders: readonly string[]
  readonly body: AsyncIterable<Uint8Array>
  /**
   * Undefined when the body is longer than `maxBytes`; the rest stays unread. Rejects when the
   * connection breaks.
   */
  bytes(maxBytes?: number): Promise<Buffer | undefined>
  /** The body as text. Undefined when it is longer than `maxBytes`. */
  text(maxBytes?: number): Promise<string | undefined>
}

/** Loopback hosts in the spelling of URL.hostname. */
const LOOPBACK =
  /^(?:(?:.+\.)?localhost|127\.[\d.]+|0\.0\.0\.0|\[::\]|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])$/

export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname)

/** A copy, because tests replace the function in its module. */
const { request: httpRequest } = http
const httpAgent = new http.Agent({ keepAlive: true })
let httpsAgent: https.Agent | undefined

/**
 * Resolves when the headers have arrived. It follows no redirect. Rejects with the error of Node.js
 * when the connection fails.
 */
export async function requestDirectly(
  url: string | URL,
  outgoing: Outgoing = {},
): Promise<Incoming> {
  const target = new URL(url)
  const known = trusted.get(keyOf(target))?.agent
  return send(target, outgoing, known ?? (isLoopback(target) ? agentFor(target) : undefined))
}

type Trusted = { readonly certificate: string; readonly agent: https.Agent }
const trusted = new Map<string, Trusted>()

/** All names of this machine share one key, because a mock has the same port under each of them. */
const keyOf = (url: URL): string =>
  `${url.protocol}//${isLoopback(url) ? 'localhost' : url.hostname}:${url.port}`

/**
 * Makes requests to this origin trust exactly this certificate. Its issuer and its names are not
 * checked. Returns a function that ends the trust.
 */
export function trust(origin: string, certificate: string): () => void {
  const key = keyOf(new URL(origin))
  const agent = new https.Agent({ keepAlive: true, ...believing(certificate) })
  const entry = { certificate, agent }
  trusted.set(key, entry)
  return () => {
    if (trusted.get(key) === entry) trusted.delete(key)
    agent.destroy()
  }
}

const believing = (certificate: string): https.AgentOptions => ({
  ca: certificate,
  allowPartialTrustChain: true,
  checkServerIdentity: () => undefined,
})

export type Line = {
  readonly request: (url: string, outgoing?: Outgoing) => Promise<Incoming>
  readonly close: () => void
}

/**
 * Sends several requests over one connection, so the same server answers all of them. They reject
 * after the connection ended. With a certificate, they use HTTPS and trust only its owner.
 */
export function openLine(certificate?: string): Line {
  const single = { keepAlive: true, maxSockets: 1 }
  const agent: http.Agent =
    certificate === undefined
      ? new http.Agent(single)
      : new https.Agent({ ...single, ...believing(certificate) })
  const reach = agent.createConnection.bind(agent)
  let isOpened = false
  const createConnection: typeof agent.createConnection = (options, callback) => {
    if (!isOpened) {
      isOpened = true
      return reach(options)
    }
    // The types require a socket beside the error.
    callback?.(new Error('it has ended the connection'), new Socket())
    return undefined
  }
  Object.assign(agent, { createConnection })
  return {
    request: async (url, outgoing = {}) => send(new URL(url), outgoing, agent),
    close: () => agent.destroy(),
  }
}

function send(
  target: URL,
  { body, ...options }: Outgoing,
  agent: http.Agent | undefined,
): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const request = open(target, { ...options, agent })
    request.on('error', reject).on('response', (response) => resolve(toIncoming(response)))
    request.end(body)
  })
}

function open(target: URL, options: http.RequestOptions): http.ClientRequest {
  return target.protocol === 'https:'
    ? https.request(target, options)
    : httpRequest(target, options)
}

/** The HTTPS agent is created when it is first needed. */
function agentFor({ protocol }: URL): http.Agent {
  return protocol === 'https:' ? (httpsAgent ??= new https.Agent({ keepAlive: true })) : httpAgent
}

const toIncoming = (response: http.IncomingMessage): Incoming => ({
  status: response.statusCode ?? 0,
  headers: { get: (name) => response.headers[name.toLowerCase()]?.toString() ?? null },
  rawHeaders: response.rawHeaders,
  body: response,
  bytes: (maxBytes = Infinity) => readBytes(response, maxBytes),
  text: async (maxBytes = Infinity) => (await readBytes(response, maxBytes))?.toString(),
})

async function readBytes(
  response: http.IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
