// Checks any answer of the mock against openapi.yaml. Anything that the contract does not mention
// is a violation.

import { Ajv2020, type ErrorObject, type Options } from 'ajv/dist/2020.js'
import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import * as z from 'zod'
import {
  contract,
  otherOnPurpose,
  findMember,
  membersOf,
  otherPaths,
  paths,
  type Place,
} from './document.ts'

type HeaderValue = string | number | readonly string[] | undefined

export type Exchange = {
  readonly method: string
  /** The path or the whole request target. */
  readonly path: string
  readonly status: number
  readonly headers: Iterable<readonly [string, HeaderValue]> | Readonly<Record<string, HeaderValue>>
  /** Undefined when the body is not known. It is then not checked. */
  readonly body?: string | undefined
}

export function expectInContract(exchange: Exchange): void {
  const { method, path, status } = exchange
  const violations = violationsOf(exchange)
  const shown = violations.slice(0, 10).map((violation) => `\n  ${violation}`)
  expect(
    violations,
    `${method} ${path.slice(0, 200)} answered ${status} outside openapi.yaml:${shown.join('')}\n`,
  ).toEqual([])
}

/** Checks an answer of app.inject(). */
export function expectInjectedInContract({
  raw,
  statusCode,
  headers,
  body,
}: LightMyRequestResponse): void {
  expectInContract({
    method: raw.req.method ?? 'GET',
    path: raw.req.url ?? '/',
    status: statusCode,
    headers,
    body,
  })
}

/** The differences between an answer and the contract. */
export function violationsOf({ method, path, status, headers, body }: Exchange): string[] {
  const response = findResponse(method, path, status)
  const received = new Map(pairsOf(headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (!response || (isOnPurpose(response) && !isMadeOnPurpose(received)))
    return [`status ${status} is not documented`]
  // The answer to HEAD has the Content-Type of the answer to GET.
  const described = method === 'HEAD' ? (findResponse('GET', path, status) ?? response) : response
  const content = findMember(described, 'content')
  const type = received.get('content-type')?.split(';', 1)[0]?.trim()
  return [
    ...headerViolations(findMember(response, 'headers'), received),
    ...typeViolations(content, type),
    ...(body === undefined
      ? []
      : bodyViolations(content && type && findMember(content, type), {
          type,
          body,
          isHead: method === 'HEAD',
        })),
  ]
}

/** Finds the response for a status. An exact status has priority over a range such as 4XX. */
function findResponse(method: string, path: string, status: number): Place | undefined {
  const maps = [...candidates(method, path, status), otherOnPurpose]
  const keys = [String(status), `${String(status)[0]}XX`]
  return keys
    .flatMap((key) => maps.map((responses) => findMember(responses, key)))
    .find((place) => place !== undefined)
}

/** Whether the document marks the response as one that only a preference or a fault causes. */
const isOnPurpose = once(({ value }) =>
  /Sent only when a request prefers this answer/.test(JSON.stringify(value)),
)

const isMadeOnPurpose = (received: ReadonlyMap<string, string>): boolean =>
  received.has('x-mock-fault') || /\bcode=/.test(received.get('preference-applied') ?? '')

const PREFLIGHT = { path: '/api/user/conversations', status: 204 }

/** The maps of responses that may hold the status, the most specific first. */
function candidates(method: string, target: string, status: number): Place[] {
  const path = normalize(target)
  const isPreflight =
    method === 'OPTIONS' && status === PREFLIGHT.status && path.startsWith('/api/')
  const item = findPath(isPreflight ? PREFLIGHT.path : path)
  if (!item) return [otherPaths]
  const others = findMember(item, 'x-other-methods') ?? otherPaths
  const own = responsesOf(item, method)
  // A POST may override its method by a header or a field of its body.
  if (own) return method === 'POST' ? [own, others] : [own]
  // Laravel answers a POST like a GET when a header or a field of the form says GET.
  const asGet = method === 'HEAD' || method === 'POST' ? responsesOf(item, 'GET') : undefined
  if (!asGet) return [others]
  return method === 'HEAD' ? [asGet, others] : [others, asGet]
}

/** Finds a path by its text, otherwise by its pattern. */
function findPath(path: string): Place | undefined {
  const known = paths.get(path)
  if (known) return known
  return patterns.find(({ pattern }) => pattern.test(path))?.item
}

const patterns = [...paths].flatMap(([path, item]) =>
  path.includes('{')
    ? { pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), item }
    : [],
)

function responsesOf(item: Place, method: string): Place | undefined {
  const operation = findMember(item, method.toLowerCase())
  return operation && findMember(operation, 'responses')
}

/** The path in the form that Laravel's router compares. */
function normalize(target: string): string {
  const path = target
    .replace(/^https?:\/\/[^/]*/, '')
    .replace(/[?#].*$/s, '')
    .replace(/^\/index\.php(?=\/)/, '')
  const trimmed = path.replace(/\/+$/, '')
  try {
    return decodeURIComponent(trimmed)
  } catch {
    return trimmed
  }
}

function pairsOf(headers: Exchange['headers']): [string, string][] {
  const pairs = Symbol.iterator in headers ? [...headers] : Object.entries(headers)
  return pairs.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')]],
  )
}

/** Headers of the connection, and Content-Type, which is checked with the body. */
const FREE_HEADERS = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-type',
  'preference-applied',
  'x-mock-fault',
  'x-mock-fault-id',
])

function headerViolations(
  documented: Place | undefined,
  received: ReadonlyMap<string, string>,
): string[] {
  const known: ReadonlyMap<string, Place> = documented ? headersIn(documented) : new Map()
  const unknown = [...received.keys()].filter((name) => !known.has(name) && !FREE_HEADERS.has(name))
  const wrong = [...known].flatMap(([name, place]) => {
    const value = received.get(name)
    if (value === undefined) return isRequired(place) ? [`header ${name} is missing`] : []
    return errorsOf(fromHeader, findMember(place, 'schema'), value, `header ${name}`)
  })
  return [...unknown.map((name) => `header ${name} is not documented`), ...wrong]
}

const headersIn = once(
  (place) => new Map([...membersOf(place)].map(([name, header]) => [name.toLowerCase(), header])),
)

const isRequired = once(
  ({ value }) => z.object({ required: z.literal(true) }).safeParse(value).success,
)

/** What is read of a place stays the same. */
function once<T>(read: (place: Place) => T): (place: Place) => T {
  const known = new Map<string, T>()
  return (place) => {
    const value = known.get(place.pointer) ?? read(place)
    known.set(place.pointer, value)
    return value
  }
}

function typeViolations(content: Place | undefined, type: string | undefined): string[] {
  // Laravel sends a Content-Type for an empty body, too.
  if (!content) return []
  if (type === undefined) return ['header content-type is missing']
  return findMember(content, type) ? [] : [`type ${type} is not documented`]
}

type Body = { readonly type: string | undefined; readonly body: string; readonly isHead: boolean }

function bodyViolations(media: Place | undefined | '', { type, body, isHead }: Body): string[] {
  if (isHead) return body === '' ? [] : ['HEAD has a body']
  if (!media) return body === '' ? [] : ['the body is not documented']
  const value = type === 'application/json' ? fromJson(body) : body
  return value === undefined
    ? ['the body is not JSON']
    : errorsOf(fromBody, findMember(media, 'schema'), value, 'body')
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const DOCUMENT = 'openapi.yaml'
const fromBody = validator()
/** Headers are texts, so the validator converts them to numbers where a number is expected. */
const fromHeader = validator({ coerceTypes: true })

/**
 * A strict validator: a misspelt keyword in the contract is an error. Keywords of OpenAPI that JSON
 * Schema lacks are listed here.
 */
function validator(options: Options = {}): Ajv2020 {
  const keywords = [...Object.keys(contract), 'discriminator', 'x-switch']
  return new Ajv2020({
    ...options,
    keywords,
    allErrors: true,
    allowUnionTypes: true,
    formats: { int64: true },
  }).addSchema(contract, DOCUMENT)
}

/** Compiles a schema at its first use, and keeps it. */
function errorsOf(ajv: Ajv2020, schema: Place | undefined, value: unknown, name: string): string[] {
  const validate = schema && ajv.getSchema(`${DOCUMENT}${schema.pointer}`)
  if (!validate) return [`${name} has no schema`]
  return validate(value) ? [] : (validate.errors ?? []).map((error) => name + explain(error))
}

function explain({ instancePath, message, params }: ErrorObject): string {
  const key =
    typeof params['additionalProperty'] === 'string' ? `: ${params['additionalProperty']}` : ''
  return `${instancePath} ${message}${key}`
}
