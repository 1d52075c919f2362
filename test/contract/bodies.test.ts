// Checks the contract's bodies and the methods of its paths against the mock.

import * as z from 'zod'
import { expect, test } from 'vitest'
import { operations } from '../../src/contract/document.ts'
import { startMock } from '../../src/index.ts'
import { atFileEnd } from '../file-end.ts'
import { expectInContract } from './check.ts'
import { findMember, membersOf, paths, requireMember } from './document.ts'

const mock = await startMock({ dataset: 'demo' })
atFileEnd(() => mock.close())
const [assistant] = await mock.assistants.list()
const [{ uuid: conversation } = { uuid: '' }] = await mock.conversations.list({ limit: 1 })

const token = (): string => mock.token('combined')

async function call(method: string, path: string, init: RequestInit = {}): Promise<number> {
  const target = path.replace('{uuid}', conversation)
  const response = await fetch(mock.url + target, {
    redirect: 'manual',
    ...init,
    method,
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${token()}`,
      ...Object.fromEntries(new Headers(init.headers)),
    },
  })
  const { status, headers } = response
  expectInContract({ method, path: target, status, headers, body: await response.text() })
  return status
}

const Field = z.looseObject({
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  type: z.unknown().optional(),
})
const Fields = z.object({
  properties: z.record(z.string(), Field),
  required: z.array(z.string()).default([]),
})

type Body = Readonly<Record<string, unknown>>

/** For each operation, a body that the mock certainly accepts. */
const taken: Readonly<Record<string, Body>> = {
  createConversation: { assistant_id: assistant?.uuid, type: 'test', variables: { name: 'Ada' } },
  sendMessage: { message: 'Hello' },
  generateReply: {
    assistant_id: assistant?.id,
    customer_identifier: '+1',
    message: 'Hello',
    variables: { name: 'Ada' },
  },
  enableConversationEndedWebhook: {
    assistant_id: assistant?.id,
    webhook_url: 'https://example.com/hook',
  },
  disableConversationEndedWebhook: { assistant_id: assistant?.id },
}

const isTyped = (field: z.infer<typeof Field>, type: string): boolean =>
  JSON.stringify(field).includes(`"${type}"`)

/** Bodies that the contract forbids. Each breaks the rule of one field. */
function* refusedBodies(schema: z.infer<typeof Fields>, body: Body): Generator<Body> {
  for (const name of schema.required) yield { ...body, [name]: undefined }
  for (const [name, field] of Object.entries(schema.properties)) {
    if (field.minLength === 1) yield { ...body, [name]: '' }
    if (field.maxLength !== undefined) yield { ...body, [name]: 'x'.repeat(field.maxLength + 1) }
    if (field.pattern !== undefined || field.enum !== undefined || isTyped(field, 'integer'))
      yield { ...body, [name]: 'no such value' }
    if (isTyped(field, 'object')) yield { ...body, [name]: 'text' }
  }
}

/** Bodies that the contract allows. Each has one field at a limit of its rule. */
function* takenBodies(schema: z.infer<typeof Fields>, body: Body): Generator<Body> {
  yield body
  for (const name of Object.keys(body))
    if (!schema.required.includes(name)) yield { ...body, [name]: undefined }
  for (const [name, field] of Object.entries(schema.properties))
    if (field.maxLength !== undefined) yield { ...body, [name]: 'x'.repeat(field.maxLength) }
}

/** The body as the names and texts of a form. */
const toFields = (body: Body): [string, string][] =>
  Object.entries(body).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return []
    if (typeof value !== 'object' || value === null) return [[name, z.coerce.string().parse(value)]]
    return Object.entries(value).map(([key, inner]) => [
      `${name}[${key}]`,
      z.coerce.string().parse(inner),
    ])
  })

function toForm(body: Body): FormData {
  const form = new FormData()
  for (const [name, value] of toFields(body)) form.append(name, value)
  return form
}

const encoders: Readonly<Record<string, (body: Body) => RequestInit>> = {
  'application/json': (body) => ({
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  }),
  'application/x-www-form-urlencoded': (body) => ({ body: new URLSearchParams(toFields(body)) }),
  'multipart/form-data': (body) => ({ body: toForm(body) }),
}

const bodied = operations
  .filter(({ body }) => body !== undefined)
  .flatMap(({ method, url, about }) => {
    const item = paths.get(url)
    if (!item) return []
    const operation = requireMember(item, method.toLowerCase())
    const content = requireMember(requireMember(operation, 'requestBody'), 'content')
    return [...membersOf(content)].map(([type, media]) => ({
      type,
      url,
      schema: Fields.parse(requireMember(media, 'schema').value),
      body: taken[about.operationId.replace('Short', '')] ?? {},
    }))
  })

test('every body may be JSON, a form or multipart', () => {
  expect(new Set(bodied.map(({ url }) => url)).size * 3).toBe(bodied.length)
  expect(new Set(bodied.map(({ type }) => type))).toEqual(new Set(Object.keys(encoders)))
})

test.each(bodied)('$url takes $type as documented, and nothing else', async (given) => {
  const { type, url, schema, body } = given
  const statusesOf = async (bodies: Iterable<Body>): Promise<Set<number>> => {
    const statuses = new Set<number>()
    for (const one of bodies) {
      await mock.reset()
      statuses.add(await call('POST', url, encoders[type]?.(one)))
    }
    return statuses
  }
  expect(await statusesOf(takenBodies(schema, body))).toEqual(new Set([200]))
  expect(await statusesOf(refusedBodies(schema, body))).toEqual(new Set([422]))
})

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const urls = [...paths.keys()].filter((url) => url.startsWith('/api/'))

test.each(urls)('%s answers every method as documented', async (url) => {
  await mock.reset()
  const item = paths.get(url)
  const own = new Set(METHODS.filter((method) => item && findMember(item, method.toLowerCase())))
  for (const method of METHODS) {
    for (const headers of [{}, { Authorization: '' }, { Authorization: 'Bearer wrong' }]) {
      const status = await call(method, url, { headers })
      const isKnown = own.has(method) || (method === 'HEAD' && own.has('GET'))
      if (!isKnown) expect([method, status]).toEqual([method, method === 'OPTIONS' ? 200 : 405])
    }
  }
})

test('a path of another product is told from a slip of the pen', async () => {
  const response = await fetch(`${mock.url}/api/user/calls`)
  expect(response.headers.get('x-mock-hint')).toContain('not emulated')
  expect(await call('GET', '/api/user/calls')).toBe(404)
})
