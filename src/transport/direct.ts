// Requests that this program sends itself: to a mock, or to an API that it compares or reads.
//
// They go over node:http, because tests replace fetch() or the dispatcher behind it. Agents of our own take them to this machine
// past every proxy that the environment names; requests to other machines go where Node.js sends them.

import * as http from 'node:http'
import * as https from 'node:https'
import { Socket } from 'node:net'

export type Outgoing = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

export type Incoming = {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: AsyncIterable<Uint8Array>
  /** Undefined when they are more than that, and the rest is then not read. Rejects when it breaks off. */
  bytes(maxBytes?: number): Promise<Buffer | undefined>
  /** The same as text. */
  text(maxBytes?: number): Promise<string | undefined>
}

/** As URL writes the host. */
const LOOPBACK =
  /^(?:(?:.+\.)?localhost|127\.[\d.]+|0\.0\.0\.0|\[::\]|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])$/

/** Whether a URL leads to this machine. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname)

/** Copied, because tests replace it in its module. */
const { request: httpRequest } = http
const httpAgent = new http.Agent({ keepAlive: true })
let httpsAgent: https.Agent | undefined

/** Resolves when the headers have come, and follows no redirect. Rejects with what Node.js says of a connection that fails. */
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

/** This machine has the port of a mock under several names. */
const keyOf = (url: URL): string =>
  `${url.protocol}//${isLoopback(url) ? 'localhost' : url.hostname}:${url.port}`

/** Requests to an origin believe its own certificate from here on, whoever signed it and for what name; ends with the result. */
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
 * Requests that all take one connection: whoever answered the first one gets the others. They reject once it ended. With a
 * certificate they go over HTTPS to its owner.
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
    // The types want a socket beside the error.
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

/** The other module is loaded when it is first needed. */
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
