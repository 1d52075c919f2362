// Draws random requests with hostile bodies for the routes of the application.

import type { ReceivedRequest } from '../../src/exchange/exchange.ts'
import type { Random } from '../../src/random/random.ts'

type Route = { readonly method: string; readonly path: string; readonly name: string }

/** The ids of an existing assistant and conversation, which some drawn requests contain. */
export type Known = {
  readonly assistant: string
  readonly assistantId: number
  conversation: string
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'multipart/form-data',
  'text/plain',
  '\u00ff',
  '',
]

export function drawRequest(
  random: Random,
  { method, path }: Route,
  known: Known,
): ReceivedRequest {
  const uuid = random.chance(80) ? known.conversation : random.pick(['x', '%00', '%ff', '%2F'])
  const type = random.chance(10) ? undefined : random.pick(types)
  return {
    method: random.chance(95) ? method : random.pick(['PUT', 'HEAD', 'DELETE', 'OPTIONS']),
    target: path.replace('{uuid}', uuid) + (random.chance(10) ? '?message=q&_method=' : ''),
    headers: {
      host: 'localhost',
      accept: random.pick(['application/json', '*/*', 'text/html']),
      ...(random.chance(90) && { authorization: 'Bearer combined-demo-key' }),
      ...(type !== undefined && { 'content-type': type }),
    },
    body: random.chance(2) ? undefined : drawBody(random, type ?? '', known),
  }
}

function drawBody(random: Random, type: string, known: Known): string {
  if (random.chance(10)) return drawBytes(random, 200)
  if (random.chance(5)) return ''
  const fields = drawFields(random, known)
  const text = random.chance(80) ? encode(fields, type) : encode(fields, random.pick(types))
  return random.chance(85) ? text : text.slice(0, random.below(text.length + 1))
}

const drawBytes = (random: Random, most: number): string =>
  Array.from({ length: random.below(most) }, () => String.fromCharCode(random.below(256))).join('')

function drawFields(random: Random, known: Known): [string, unknown][] {
  const likely: [string, unknown][] = [
    ['message', 'Hello'],
    ['assistant_id', random.chance(50) ? known.assistant : known.assistantId],
    ['customer_identifier', 'c'],
    ['variables', { name: 'Ada' }],
    ['type', random.pick(['widget', 'test'])],
    ['webhook_url', 'https://a.example/hook'],
  ]
  return likely.flatMap(([name, value]): [string, unknown][] => {
    if (random.chance(8)) return []
    return [[random.chance(95) ? name : drawName(random), drawValue(random, value)]]
  })
}

const drawName = (random: Random): string =>
  random.pick(['_method', '__proto__', 'constructor', '', '0', 'a.b', 'message[]', 'x[', '\0'])

function drawValue(random: Random, likely: unknown): unknown {
  if (random.chance(85)) return likely
  return random.pick<unknown>([
    null,
    true,
    0,
    -0,
    1.5,
    1e300,
    9_007_199_254_740_992,
    '',
    ' \u200b',
    '\ud800',
    '\0',
    '\u{1f642}'.repeat(2001),
    'x'.repeat(70_000),
    [],
    [[[[]]]],
    {},
    { __proto__: null, '': { 0: [null] } },
  ])
}

function encode(fields: [string, unknown][], type: string): string {
  if (type.startsWith('multipart')) {
    const parts = fields.map(
      ([name, value]) =>
        `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${toField(value)}\r\n`,
    )
    return bytes(`${parts.join('')}--b--\r\n`)
  }
  if (type.includes('urlencoded'))
    return fields.map(([name, value]) => `${escape(name)}=${escape(toField(value))}`).join('&')
  return bytes(JSON.stringify(Object.fromEntries(fields)))
}

const bytes = (text: string): string => Buffer.from(text).toString('latin1')

const escape = (text: string): string => encodeURIComponent(text.toWellFormed())

const toField = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
