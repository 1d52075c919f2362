// Checks any answer of the admin API against src/admin/openapi.yaml. Anything that the document
// does not mention is a violation.

import { readFileSync } from 'node:fs'
import { Ajv2020, type Options } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

type Exchange = {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly type: string | undefined
  readonly text: string
  /** The value of the request body, when it was sent as JSON. */
  readonly sent: unknown
}

const Schemas = z.record(z.string(), z.object({ schema: z.unknown() }))
const Response = z.union([
  z.object({ $ref: z.string() }),
  z.object({ content: Schemas.optional() }),
])
const Operation = z.object({
  responses: z.record(z.string(), Response),
  requestBody: z.object({ content: Schemas }).optional(),
})
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ responses: z.record(z.string(), Response) }),
})
type Operation = z.infer<typeof Operation>

const document = Document.parse(
  parse(readFileSync(new URL('../../src/admin/openapi.yaml', import.meta.url), 'utf8')),
)
const NAME = 'admin'
const formats = { 'date-time': true, date: true } as const
/**
 * Runs only after `ajv` has found a violation. It collects all errors, which takes half a minute
 * for a list of 10,000 rows.
 */
const explaining = validator({ allErrors: true })
const ajv = validator({})

function validator(options: Options): Ajv2020 {
  const strict = { strict: true, strictRequired: false, allowUnionTypes: true, formats }
  const vocabulary = [...Object.keys(document), 'discriminator']
  return new Ajv2020({ ...strict, ...options }).addVocabulary(vocabulary).addSchema(document, NAME)
}

export function expectInDocument(exchange: Exchange): void {
  const violations = violationsOf(exchange)
  expect(
    violations,
    `${exchange.method} ${exchange.path} answered ${exchange.status} outside src/admin/openapi.yaml`,
  ).toEqual([])
}

export function violationsOf(exchange: Exchange): string[] {
  const { method, path, status } = exchange
  const found = findOperation(method, path)
  if (!found) return otherViolations(exchange)
  const { operation, pointer } = found
  const response = operation.responses[status]
  if (!response) return [`status ${status} is not documented`]
  const name =
    '$ref' in response ? response.$ref.slice(response.$ref.lastIndexOf('/') + 1) : undefined
  const place =
    name === undefined ? `${pointer}/responses/${status}` : `#/components/responses/${name}`
  const documented = name === undefined ? response : document.components.responses[name]
  const content = documented && 'content' in documented ? documented.content : undefined
  return [
    ...bodyViolations(exchange, content, place),
    ...(status < 300 ? inputViolations(exchange, found) : []),
  ]
}

type Found = { readonly operation: Operation; readonly pointer: string }

/** Finds the operation for a target. Literal segments have priority over parameters. */
function findOperation(method: string, target: string): Found | undefined {
  const segments = new URL(target, 'http://localhost').pathname.split('/').map(decode)
  const fits = (template: string): boolean => {
    const parts = template.split('/')
    return (
      parts.length === segments.length &&
      parts.every((part, index) => part.startsWith('{') || part === segments[index])
    )
  }
  const template = Object.keys(document.paths)
    .filter((known) => fits(known) && document.paths[known]?.[method.toLowerCase()])
    .toSorted((a, b) => a.split('{').length - b.split('{').length)[0]
  const operation =
    template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()]
  return (
    operation && {
      operation,
      pointer: `#/paths/${(template ?? '').replaceAll('/', '~1')}/${method.toLowerCase()}`,
    }
  )
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The violations of an answer to a call without an operation, which must be a refusal. */
function otherViolations({ status, type, text }: Exchange): string[] {
  if (![400, 401, 403, 404].includes(status)) return [`status ${status} of no operation`]
  return [
    ...typeViolations(type, 'application/json'),
    ...errorsOf('#/components/schemas/AdminError', JSON.parse(text)),
  ]
}

function bodyViolations(
  { type, text }: Exchange,
  content: z.infer<typeof Schemas> | undefined,
  place: string,
): string[] {
  const [documented] = Object.keys(content ?? {})
  if (documented === undefined)
    return text === '' && type === undefined ? [] : ['the body is not documented']
  const value: unknown = documented === 'application/json' ? JSON.parse(text) : text
  return [
    ...typeViolations(type, documented),
    ...errorsOf(`${place}/content/${documented.replace('/', '~1')}/schema`, value),
  ]
}

const typeViolations = (type: string | undefined, documented: string): string[] =>
  type?.split(';')[0] === documented ? [] : [`type ${type} is not documented`]

/** The violations of an accepted request body: the document must allow it. */
function inputViolations({ sent }: Exchange, { operation, pointer }: Found): string[] {
  if (sent === undefined || !operation.requestBody)
    return sent === undefined ? [] : ['a body is not documented']
  return errorsOf(`${pointer}/requestBody/content/application~1json/schema`, sent).map(
    (error) => `accepted input: ${error}`,
  )
}

function errorsOf(pointer: string, value: unknown): string[] {
  const validate = ajv.getSchema(`${NAME}${pointer}`)
  if (!validate) return [`there is no ${pointer}`]
  if (validate(value)) return []
  const explain = explaining.getSchema(`${NAME}${pointer}`)
  void explain?.(value)
  return (explain?.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}
