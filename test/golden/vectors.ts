// Loads the recorded vectors, finds the options of the mock for them, and sends their requests byte
// for byte.

import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import * as z from 'zod'
import type { Options } from '../../src/config.ts'
import { parseDatasetText, type Conversation, type Dataset } from '../../src/dataset/dataset.ts'

export const Vector = z.object({
  name: z.string(),
  feature: z.string(),
  profile: z.enum(['page', 'cursor']),
  options: z.record(z.string(), z.unknown()).default({}),
  datasetChanges: z
    .array(z.object({ delete: z.number().optional(), insert: z.custom<Conversation>().optional() }))
    .default([]),
  sequence: z.object({ id: z.string(), step: z.number() }).optional(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
    /** Replaces `body` when the bytes are not UTF-8. */
    bodyBase64: z.string().optional(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    body: z.string().default(''),
    bodyOmitted: z.object({ title: z.string() }).optional(),
  }),
})
export type Vector = z.infer<typeof Vector>

export type Received = { status: number; headers: Map<string, string>; body: string }

const folder = new URL('./', import.meta.url)

/** Headers that the web server adds, and not the framework. */
const serverHeaders = new Set([
  'date',
  'server',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'x-powered-by',
])

export const dataset = parseDatasetText(
  readFileSync(new URL('dataset.json', folder), 'utf8'),
  'dataset.json',
)

export function loadVectors(): Vector[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.toSorted().flatMap((file) => {
    const entries = z
      .array(z.unknown())
      .safeParse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
    const recorded = (entries.data ?? []).filter(
      (entry) => z.object({ request: z.unknown() }).safeParse(entry).success,
    )
    return recorded.map((entry) => Vector.parse(entry))
  })
}

const recordedDefaults: Options = {
  rateLimit: 60,
  jsonErrors: 'negotiated',
  urls: 'bare',
  cursorKeys: 7,
  order: 'id',
  trustProxies: false,
  laravel: 11,
}

/**
 * Translates options of the recorded application into options of the mock. Undefined when the mock
 * has no such option.
 */
const translations: Record<string, (value: unknown) => Options | undefined> = {
  urls: (value) => (value === 'withQueryString' ? { urls: value } : undefined),
  order: (value) => (value === 'created_at desc, id desc' ? { order: 'created_at' } : undefined),
  shape: (value) => (value === 'five-keys' ? { cursorKeys: 5 } : undefined),
  jsonErrors: (value) => (value === 'always' ? { jsonErrors: value } : undefined),
  trustProxies: (value) => ({ trustProxies: value === true }),
  rateLimit: (value) => ({ rateLimit: value === 'off' ? value : Number(value) }),
  laravel: (value) => ({ laravel: Number.parseInt(String(value), 10) }),
  clock: () => ({}),
  lookupFirst: (value) => ({ lookupFirst: value === true }),
  automate401: (value) => (value === 'framework' ? { automate401: value } : undefined),
  validationMessage: (value) => (value === 'given' ? { validationMessage: value } : undefined),
  retryAfter: (value) => (value === 'fixed' ? { retryAfter: value } : undefined),
  /** The test arms a fault for the vector. */
  processError: () => ({}),
  /** The test arms a fault for the vector here, too. */
  exception: () => ({}),
  assistantsEnvelope: (value) => ({ assistantsEnvelope: value === true }),
}

/** The options of the mock for a vector; undefined when the mock lacks an option. */
export function optionsFor({ profile, options, datasetChanges }: Vector): Options | undefined {
  const translated = Object.entries(options).map(([name, value]) => translations[name]?.(value))
  if (translated.includes(undefined)) return undefined
  return Object.assign(
    { dataset: changed(dataset, profile, datasetChanges) },
    recordedDefaults,
    ...translated,
  )
}

function changed(
  base: Dataset,
  profile: Vector['profile'],
  changes: Vector['datasetChanges'],
): Dataset {
  const edition = profile === 'page' ? 'nicecall' : 'autocalls'
  const deleted = new Set(changes.map((change) => change.delete))
  const inserted = changes.flatMap((change) => change.insert ?? [])
  return {
    ...base,
    tokens: base.tokens.map((token) => ({ ...token, edition })),
    conversations: [...base.conversations.filter(({ id }) => !deleted.has(id)), ...inserted],
  }
}

/** Sends a request as it was recorded. It adds only Content-Length. */
export function send(
  origin: string,
  { method, path, query, headers, body: text, bodyBase64 }: Vector['request'],
): Promise<Received> {
  const { hostname, port } = new URL(origin)
  const body = bodyBase64 === undefined ? text : Buffer.from(bodyBase64, 'base64')
  const isSized = Object.keys(headers).some((name) => /^content-length$/i.test(name))
  const sent =
    body === undefined || isSized
      ? headers
      : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      method,
      path: query ? `${path}?${query}` : path,
      headers: sent,
      setHost: false,
      agent: false,
    })
    outgoing.on('error', reject).end(body)
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        const received = Object.entries(incoming.headersDistinct).map(
          ([name, values]) => [name, (values ?? []).join(', ')] as const,
        )
        resolve({
          status: incoming.statusCode ?? 0,
          headers: frameworkHeaders(received),
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
  })
}

/** The headers of the framework, with names in lower case. */
export function frameworkHeaders(
  headers: Iterable<readonly [string, string | string[]]>,
): Map<string, string> {
  const pairs = Array.from(
    headers,
    ([name, value]) => [name.toLowerCase(), [value].flat().join(', ')] as const,
  )
  return new Map(
    pairs
      .filter(([name]) => !serverHeaders.has(name) && !name.startsWith('x-mock-'))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}
